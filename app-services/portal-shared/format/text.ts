/** The tiers as people call them, in their order. */
export const TIER_NAMES = { BASIC: 'Basic', ADVANCED: 'Advanced', PREMIUM: 'Premium' } as const;

export const TIERS = Object.keys(TIER_NAMES) as (keyof typeof TIER_NAMES)[];

/** The text with a capital as its first letter. */
export const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
