import type { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ownersIn } from '../../../lambdas/reconciler/reconcile/owners';
import { reconcile } from '../../../lambdas/reconciler/reconcile/reconcile';
import { shortId } from '../../../lambdas/shared/contracts/identifiers';
import type { LedgerEntry, Registration, Tenant } from '../../../lambdas/shared/contracts/registry-items';
import { SERVICES } from '../../../lambdas/shared/contracts/tiers';
import { keys, listKeys } from '../../../lambdas/shared/registry/keys';

const TENANTS = 1_000;
/** As many as seven cells hold. */
const SILO = 230;
/** Of each silo tenant: role, task definition, target group, rule, service for each of three; and ten of its own. */
const TAGS_A_SILO_TENANT = 25;
const ROLES = SILO * SERVICES.length;
const NOW = new Date('2026-03-01T10:00:00.000Z');
/** A DynamoDB, ECS, tagging or IAM call within a region; five tenants are looked at side by side. */
const CALL_MS = 10;
const LAMBDA_MS = 15 * 60_000;

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const nameOf = (n: number) => `tenant-${n}`;
const service = (n: number, each: string) => `${nameOf(n)}-${each}`;
const cluster = (n: number) => `arn:aws:ecs:r:1:cluster/${nameOf(n)}`;
const taskDefinition = (n: number, each: string) => `arn:aws:ecs:r:1:task-definition/${service(n, each)}:1`;

type Row = Record<string, unknown> & { pk: string; sk: string };

/** The registry's rows of a tenant in service, as its onboarding leaves them. */
function rowsOf(n: number): Row[] {
  const tenantId = idOf(n);
  const created = '2026-01-01T00:00:00.000Z';
  const silo = n < SILO;
  const registration: Registration = {
    ...{ tenantRegistrationId: tenantId, tenantId, sbtaws_active: true, registrationStatus: 'Created' },
    ...{ createdAt: created, updatedAt: created, data: {} },
  };
  const tenant: Tenant = {
    ...{ tenantId, tenantRegistrationId: tenantId, tenantName: nameOf(n), tier: silo ? 'PREMIUM' : 'BASIC' },
    ...{ placement: { cellId: 'cell-0' }, createdAt: created, data: {} },
  };
  const entry = (type: LedgerEntry['type'], name: string, arn: string): Row => ({
    ...keys.resource(tenantId, type, name),
    ...{ type, name, arn, state: 'created', plannedAt: created, createdAt: created, executionArn: 'arn' },
    ...(type === 'Service' ? { details: { clusterArn: cluster(n) } } : {}),
  });
  return [
    { ...keys.registration(tenantId), ...registration },
    { ...keys.tenant(tenantId), ...listKeys('TENANT', created, tenantId), ...tenant },
    { ...keys.name(nameOf(n)), tenantId },
    { ...keys.access(tenantId), tenantId, status: 'active' },
    entry('ApiKey', nameOf(n), `key-${n}`),
    ...(silo
      ? SERVICES.flatMap((each) => [
          entry('TaskDefinition', service(n, each), taskDefinition(n, each)),
          entry('Service', service(n, each), `arn:service/${service(n, each)}`),
        ])
      : []),
  ];
}

/** What the registry asks of its table, whichever the command. */
interface Asked {
  Key: Row;
  RequestItems: Record<string, { Keys: Row[] }>;
  IndexName?: string;
  ExpressionAttributeValues: Record<string, string>;
  Limit: number;
  ExclusiveStartKey?: Row;
}

/** The registry of a thousand tenants and the AWS that fits it, in memory; every call is counted and takes its time. */
function stage() {
  const rows = Array.from({ length: TENANTS }, (_, n) => rowsOf(n)).flat();
  const partitions = new Map<string, Row[]>();
  for (const row of rows) partitions.set(row.pk, [...(partitions.get(row.pk) ?? []), row]);
  const listed = rows.filter(({ listPk }) => listPk === 'TENANT');
  const calls = new Map<string, number>();
  const client = <Client>(answer: (name: string, input: never) => object): Client =>
    ({
      send: async (command: { constructor: { name: string }; input: never }) => {
        const name = command.constructor.name.replace(/Command$/, '');
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return answer(name, command.input);
      },
    }) as Client;
  const one = ({ pk, sk }: { pk: string; sk: string }) => partitions.get(pk)?.find((row) => row.sk === sk);
  const documents = client<DynamoDBDocumentClient>((name, input: Asked) => {
    if (name === 'Get') return { Item: one(input.Key) };
    if (name === 'BatchGet') {
      const Keys = input.RequestItems.registry?.Keys ?? [];
      return { Responses: { registry: Keys.flatMap((key) => one(key) ?? []) } };
    }
    if (!input.IndexName) return { Items: partitions.get(input.ExpressionAttributeValues[':pk'] ?? '') };
    const { Limit, ExclusiveStartKey: start } = input;
    const from = start ? listed.findIndex(({ listSk }) => listSk === start.listSk) + 1 : 0;
    const Items = listed.slice(from, from + Limit);
    return { Items, ...(from + Limit < TENANTS ? { LastEvaluatedKey: Items.at(-1) } : {}) };
  });
  const paged = <T>(all: number, page: number, from: string | undefined, make: (n: number) => T) => {
    const start = Number(from ?? 0);
    const rest = Math.min(page, all - start);
    return {
      items: Array.from({ length: rest }, (_, n) => make(start + n)),
      next: start + rest < all ? String(start + rest) : undefined,
    };
  };
  const tagging = client<ResourceGroupsTaggingAPIClient>((_name, input: { PaginationToken?: string }) => {
    const { items, next } = paged(SILO * TAGS_A_SILO_TENANT, 100, input.PaginationToken, (n) => ({
      ResourceARN: `arn:aws:dynamodb:r:1:table/${n}`,
      Tags: [{ Key: 'tenantId', Value: idOf(n % SILO) }],
    }));
    return { ResourceTagMappingList: items, PaginationToken: next };
  });
  const iam = client<IAMClient>((_name, input: { Marker?: string }) => {
    const { items, next } = paged(ROLES, 100, input.Marker, (n) => ({
      RoleName: `tenant-${nameOf(n % SILO)}-${shortId(idOf(n % SILO))}-orders`,
    }));
    return { Roles: items, IsTruncated: next !== undefined, Marker: next };
  });
  const ecs = client<ECSClient>((_name, input: DescribeServicesCommand['input']) => ({
    services: input.services?.map((serviceName) => {
      const n = Number(/^tenant-(\d+)/.exec(serviceName)?.[1]);
      const each = serviceName.split('-').at(-1) ?? '';
      return { serviceName, status: 'ACTIVE', desiredCount: 1, taskDefinition: taskDefinition(n, each) };
    }),
  }));
  const registry = { documents, tableName: 'registry', now: () => NOW };
  const run = (cursor: string | undefined, until: number) =>
    reconcile({
      ...{ registry, owners: ownersIn(registry), now: () => NOW, tagging, iam, ecs },
      ...{ desiredCount: 1, threshold: 3_600_000, statusOf: async () => undefined },
      ...{ inventory: { has: async () => true }, deleteResource: async () => undefined },
    })({ fix: false, cursor }, until);
  return { run, calls };
}

describe('reconcile with a thousand tenants, 230 of them with services of their own', () => {
  it('finds nothing where nothing is wrong, in one invocation that has time and memory to spare', async () => {
    const { run, calls } = stage();
    const before = process.memoryUsage().heapUsed;
    const began = process.cpuUsage();

    const report = await run(undefined, Infinity);

    const { user, system } = process.cpuUsage(began);
    const all = [...calls.values()].reduce((sum, count) => sum + count, 0);
    expect(report).toMatchObject({ tenants: TENANTS, findings: [] });
    expect(report.next).toBeUndefined();
    expect(Object.fromEntries(calls)).toEqual({
      // 40 pages of the list and every tenant's partition.
      Query: TENANTS / 25 + TENANTS,
      BatchGet: TENANTS / 25,
      // A registration each; of silo tenants access, the owner of tags (2), and the one that has the name (2).
      Get: TENANTS + SILO * 5,
      DescribeServices: SILO,
      GetResources: Math.ceil((SILO * TAGS_A_SILO_TENANT) / 100),
      ListRoles: Math.ceil(ROLES / 100),
    });
    // Even one after the other, they fit in the quarter of an hour that Lambda gives.
    expect(all * CALL_MS).toBeLessThan(LAMBDA_MS / 10);
    // Microseconds of processor time, whatever else the machine does.
    expect(user + system).toBeLessThan(3_000_000);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('does the same page by page when its time ends after each, and looks at each tenant once', async () => {
    const { run } = stage();
    const tenants: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await run(cursor, 0);
      tenants.push(page.tenants);
      cursor = page.next;
    } while (cursor);

    expect(tenants.filter(Boolean)).toEqual(Array(TENANTS / 25).fill(25));
    expect(tenants).toHaveLength(
      TENANTS / 25 + Math.ceil((SILO * TAGS_A_SILO_TENANT) / 100) + Math.ceil(ROLES / 100),
    );
  });
});
