import type { components } from '../openapi-types';

/** A tenant's plan and what it has used of it. */
export type Plan = components['schemas']['Plan'];
export type DayOfUsage = Plan['days'][number];

/** As people call the tiers. */
export const TIER_NAMES: Record<Plan['plan']['tier'], string> = {
  ...{ BASIC: 'Basic', ADVANCED: 'Advanced', PREMIUM: 'Premium' },
};
