import type { components } from '../openapi-types';

/** A tenant's plan and what it has used of it. */
export type Plan = components['schemas']['Plan'];
export type DayOfUsage = Plan['days'][number];
