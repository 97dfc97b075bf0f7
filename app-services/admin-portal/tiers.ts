import type { Tier } from './types';

/** As people call the tiers, in their order. */
export const TIER_NAMES: Record<Tier, string> = { BASIC: 'Basic', ADVANCED: 'Advanced', PREMIUM: 'Premium' };

export const TIERS = Object.keys(TIER_NAMES) as Tier[];
