import { createHash } from 'node:crypto';
import {
  DescribeExecutionCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { ACCOUNT, clientConfig, REGION } from '../../scripts/local/engine';
import { inventory, ofAnyTenant, subtract } from '../builders/inventory';
import { buildTenant, type Ids, type Product } from '../builders/product';
import { stopAfter } from '../builders/stop-after';
import { fill, registryRowsOf } from '../builders/tenant-data';
import { until } from '../builders/until';

export const TIERS = ['basic', 'advanced', 'premium'] as const;
export type Tier = (typeof TIERS)[number];
export const DIRECTIONS = ['onboarding', 'offboarding'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** A state that an execution has left, for the n-th time. */
export interface Left {
  state: string;
  times: number;
}

/** What became of an operation of a tenant. */
export interface Ended {
  /** The states that its execution left, in their order; the last one is final. */
  left: Left[];
  /** Of the inventory afterwards: what there was not before the tenant came. */
  hash: string;
  lines: string[];
  replays: number;
  /** Status of a replay that was ordered after all had ended. */
  replayAfterEnd: number;
}

/** The longest operation takes 20 s on a busy machine. */
const WITHIN_MS = 120_000;
const GOOD: Record<Direction, string> = { onboarding: 'Created', offboarding: 'Deleted' };
const BAD: Record<Direction, string> = {
  onboarding: 'Failed to provision',
  offboarding: 'Failed to deprovision',
};

/**
 * Leads one tenant through onboarding and offboarding, and stops each where it is told to, to be replayed once. No
 * other tenant may come or leave meanwhile, since what is new in the account counts as this one's.
 *
 * @param onEnd gets how each operation ended, as soon as it has
 * @throws Error when an operation does not stop or does not come to its good end
 */
export async function live(
  product: Product,
  tier: Tier,
  stops: Partial<Record<Direction, Left>>,
  onEnd: (direction: Direction, ended: Ended) => void,
): Promise<void> {
  const tenant = buildTenant(tier);
  const before = await inventory(product.port);
  const arm = async (direction: Direction) => {
    const stop = stops[direction];
    if (stop)
      await stopAfter(product.port, { executionPrefix: `${tenant.tenantName}-${direction}-`, ...stop });
  };
  const end = async (direction: Direction, ids: Ids) => {
    const operation = { product, ids, direction, tenantName: tenant.tenantName };
    const replays = stops[direction] ? await replayed(operation) : 0;
    const left = await ended(operation);
    const lines = await newSince(before, product.port, tenant.tenantName, ids.tenantId);
    const { status } = await orderReplay(product, ids);
    const hash = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
    onEnd(direction, { left, hash, lines, replays, replayAfterEnd: status });
  };
  await arm('onboarding');
  const ids = await product.register(tenant);
  await end('onboarding', ids);
  await fill(await product.signIn(await product.asAdmin(ids, tenant)));
  await arm('offboarding');
  await product.offboard(ids.tenantRegistrationId);
  await end('offboarding', ids);
}

interface Operation {
  product: Product;
  ids: Ids;
  direction: Direction;
  tenantName: string;
}

const orderReplay = (product: Product, { tenantRegistrationId }: Ids) =>
  product.admin('POST', `/tenant-registrations/${tenantRegistrationId}/replay`);

/**
 * Waits until the execution is stopped and the registration tells how that left it, and orders the replay.
 * @returns how many were needed: none where a tenant was told of as gone before its execution was stopped
 */
async function replayed({ product, ids, direction, tenantName }: Operation): Promise<number> {
  const status = await until(`the ${direction} of ${tenantName} ends`, WITHIN_MS, async () => {
    const now = await newestOf(product, direction, tenantName);
    return now && now.status !== 'RUNNING' && now.status;
  });
  if (status !== 'ABORTED') throw new Error(`the ${direction} was not stopped: ${status}`);
  const shown = await until(`the stopped ${direction} of ${tenantName} shows`, WITHIN_MS, async () => {
    const { registrationStatus } = await product.registration(ids.tenantRegistrationId);
    return [GOOD[direction], BAD[direction]].includes(registrationStatus) && registrationStatus;
  });
  const answer = await orderReplay(product, ids);
  if (answer.status === 409 && shown === 'Deleted') return 0;
  if (answer.status !== 202) throw new Error(`replay while "${shown}": ${answer.status} ${answer.text}`);
  await until(`the replayed ${direction} of ${tenantName} ends well`, WITHIN_MS, async () => {
    const now = await newestOf(product, direction, tenantName);
    if (now && now.status !== 'RUNNING' && now.status !== 'SUCCEEDED' && now.redriveCount) {
      throw new Error(`the replay ended ${now.status}: ${now.error} ${now.cause}`);
    }
    return now?.status === 'SUCCEEDED';
  });
  return 1;
}

/** Waits for the good end, without a failure and without a lock; tells the states that were left. */
async function ended({ product, ids, direction, tenantName }: Operation): Promise<Left[]> {
  await until(`${tenantName} is ${GOOD[direction]} and free`, WITHIN_MS, async () => {
    const row = await product.registration(ids.tenantRegistrationId);
    const rows = await registryRowsOf(product, [ids.tenantId]);
    const locked = rows.some((text) => text.includes('"sk":{"S":"LOCK"}'));
    return row.registrationStatus === GOOD[direction] && !row.failure && !locked;
  }).catch(async (error: Error) => {
    const row = await product.registration(ids.tenantRegistrationId);
    throw new Error(`${error.message}; the registration: ${JSON.stringify(row)}`);
  });
  const execution = await newestOf(product, direction, tenantName);
  return leftBy(product.port, execution?.executionArn ?? '');
}

async function newestOf(product: Product, direction: Direction, tenantName: string) {
  const client = new SFNClient(clientConfig(product.port));
  const stateMachineArn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:tenant-${direction}`;
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, maxResults: 1_000 }),
  );
  const own = executions.filter(({ name }) => name?.startsWith(`${tenantName}-${direction}-`));
  own.sort((a, b) => Number(b.startDate) - Number(a.startDate));
  const executionArn = own[0]?.executionArn;
  return executionArn ? client.send(new DescribeExecutionCommand({ executionArn })) : undefined;
}

async function leftBy(port: number, executionArn: string): Promise<Left[]> {
  const events: HistoryEvent[] = [];
  const client = new SFNClient(clientConfig(port));
  for await (const page of paginateGetExecutionHistory({ client }, { executionArn, maxResults: 1_000 })) {
    events.push(...(page.events ?? []));
  }
  const times = new Map<string, number>();
  return events.flatMap(({ stateExitedEventDetails }) => {
    const state = stateExitedEventDetails?.name;
    if (!state) return [];
    times.set(state, (times.get(state) ?? 0) + 1);
    return [{ state, times: times.get(state) ?? 1 }];
  });
}

/** What the account has since the tenant came, as any tenant of its tier would name it. */
const newSince = async (
  before: string[],
  port: number,
  tenantName: string,
  tenantId: string,
): Promise<string[]> => ofAnyTenant(subtract(await inventory(port), before), { tenantName, tenantId });
