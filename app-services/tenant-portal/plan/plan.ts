/** A tenant's plan and what it has used of it: the answer of `GET /plan`, which the gateway itself gives. */
export interface Plan {
  plan: {
    tier: string;
    /** Requests a second. */
    rateLimit: number;
    burstLimit: number;
    quotaPerDay: number;
  };
  today: DayOfUsage & { remaining: number };
  /** When the quota begins anew: midnight, UTC. */
  resetsAt: string;
  /** One a day, oldest first, today last. */
  days: DayOfUsage[];
}

export interface DayOfUsage {
  /** A day in UTC: 2026-03-01. */
  date: string;
  /** Requests that were admitted. */
  used: number;
  /** Requests that were refused with a 429. */
  throttled: number;
}

/** Its path, as an OpenAPI document has it: the tenant API's describes what the services answer, and no more. */
export interface PlanPaths {
  '/plan': { get: { responses: { 200: { content: { 'application/json': Plan } } } } };
}
