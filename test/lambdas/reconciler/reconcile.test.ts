import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { mockClient } from 'aws-sdk-client-mock';
import { ownersIn } from '../../../lambdas/reconciler/reconcile/owners';
import { reconcile } from '../../../lambdas/reconciler/reconcile/reconcile';
import { acquireLock } from '../../../lambdas/shared/registry/lock';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, buildWorkflowTenant, EXECUTION } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(14651));
const tagging = mockClient(ResourceGroupsTaggingAPIClient);
const iam = mockClient(IAMClient);
const run = (order: { tenantId?: string; cursor?: string }, until: number) =>
  reconcile({
    ...{ registry: registry.context, owners: ownersIn(registry.context), now: registry.context.now },
    ...{ tagging: new ResourceGroupsTaggingAPIClient({}), iam: new IAMClient({}), ecs: new ECSClient({}) },
    ...{ desiredCount: 1, threshold: 3_600_000, statusOf: async () => undefined },
    ...{ inventory: { has: async () => true }, deleteResource: async () => undefined },
  })({ fix: false, ...order }, until);

beforeEach(() => {
  tagging.reset();
  iam.reset();
  tagging.on(GetResourcesCommand).resolves({ ResourceTagMappingList: [] });
  iam.on(ListRolesCommand).resolves({ Roles: [], IsTruncated: false });
});

describe('reconcile', () => {
  it('ends after the page in which its time ends, and goes on from its cursor to the last tenant', async () => {
    for (let made = 0; made < 30; made++) {
      await admitted(registry.context, buildWorkflowTenant({ tier: 'BASIC' }));
    }
    // Nobody began their onboarding for two hours.
    registry.passTime(7_200_000);
    const pages = [];
    let cursor: string | undefined;
    do {
      const page = await run({ cursor }, 0);
      pages.push(page);
      cursor = page.next;
    } while (cursor);

    expect(pages.map(({ tenants, findings }) => [tenants, findings.length])).toEqual([
      ...[
        [25, 25],
        [5, 5],
        [0, 0],
        [0, 0],
      ],
    ]);
    expect(pages.map(({ next }) => next?.split(':')[0])).toEqual(['tenants', 'tags', 'roles', undefined]);
    expect(new Set(pages.flatMap(({ findings }) => findings.map(({ tenantId }) => tenantId))).size).toBe(30);
  });

  it('looks at one tenant alone when asked', async () => {
    const tenant = buildWorkflowTenant({ tier: 'BASIC' });
    await admitted(registry.context, tenant);
    await admitted(registry.context, buildWorkflowTenant({ tier: 'BASIC' }));

    expect(await run({ tenantId: tenant.tenantId }, Infinity)).toMatchObject({ tenants: 1, findings: [] });
    expect(tagging.commandCalls(GetResourcesCommand)[0]?.args[0].input.TagFilters).toEqual([
      { Key: 'tenantId', Values: [tenant.tenantId] },
    ]);
  });

  it('counts a tenant that an operation holds as skipped, and finds nothing while that runs', async () => {
    const tenant = buildWorkflowTenant({ tier: 'BASIC' });
    await admitted(registry.context, tenant);
    const lock = { operation: 'onboarding', executionArn: EXECUTION } as const;
    await acquireLock(registry.context, tenant.tenantId, lock, async () => true);

    expect(await run({ tenantId: tenant.tenantId }, Infinity)).toMatchObject({
      ...{ tenants: 0, skipped: 1, findings: [] },
    });
  });

  it('refuses an unknown tenant and a cursor that is none', async () => {
    await expect(run({ tenantId: 'nobody' }, 0)).rejects.toMatchObject({ name: 'NotFoundError' });
    await expect(run({ cursor: 'x' }, 0)).rejects.toMatchObject({ name: 'ValidationError' });
  });
});
