import * as z from 'zod';
import { ISOLATION, SERVICES, type Tier } from '../contracts/tiers';

/** What a tenant's own tasks take: as `services` of cdk/config.ts has it. */
export const taskSizeSchema = z.strictObject({
  architecture: z.enum(['X86_64', 'ARM64']),
  /** Fargate CPU units: 1,024 are a processor. */
  cpu: z.int().positive(),
  /** MiB. */
  memory: z.int().positive(),
  /** Tasks a service. */
  desiredCount: z.int().positive(),
});
export type TaskSize = z.infer<typeof taskSizeSchema>;

/** USD an hour, on demand, in us-east-1: https://aws.amazon.com/fargate/pricing/ */
const FARGATE = {
  X86_64: { cpu: 0.04048, gigabyte: 0.004445 },
  ARM64: { cpu: 0.03238, gigabyte: 0.00356 },
} as const;
const HOURS = 730;

export const COST_BASIS =
  'us-east-1, on demand, 730 hours; before traffic, data and free tiers: requests, DynamoDB, Lambda, Step Functions and logs come by use';

export interface CostItem {
  what: string;
  /** USD a month. */
  amount: number;
}

/** What a tenant costs a month although nobody uses it. */
export function monthlyCost(
  tier: Tier,
  { architecture, cpu, memory, desiredCount }: TaskSize,
  tenantKeys: boolean,
): CostItem[] {
  const { silo, ownCluster, ownKey } = ISOLATION[tier];
  if (!silo) return [{ what: 'nothing of its own: the pool serves it', amount: 0 }];
  const price = FARGATE[architecture];
  const task = (cpu / 1024) * price.cpu + (memory / 1024) * price.gigabyte;
  const tasks = SERVICES.length * desiredCount;
  return [
    { what: `${tasks} Fargate tasks (${architecture})`, amount: cents(tasks * task * HOURS) },
    ...(ownKey && tenantKeys
      ? [{ what: 'its encryption key; each rotation adds as much, twice at most', amount: 1 }]
      : []),
    ...(ownCluster ? [{ what: 'its cluster; Container Insights come by metric', amount: 0 }] : []),
  ];
}

const cents = (amount: number): number => Math.round(amount * 100) / 100;
