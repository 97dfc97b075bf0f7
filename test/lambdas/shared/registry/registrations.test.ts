import type { JsonObject } from '../../../../lambdas/shared/contracts/registry-items';
import { admitTenant } from '../../../../lambdas/shared/registry/admission';
import {
  findExecution,
  listExecutions,
  recordExecution,
} from '../../../../lambdas/shared/registry/executions';
import { listRegistrations, listTenants } from '../../../../lambdas/shared/registry/lists';
import {
  getRegistration,
  getTenant,
  getTenantByName,
  updateRegistration,
  updateTenant,
} from '../../../../lambdas/shared/registry/registrations';
import { buildAdmission, buildPlaces } from '../../../builders/admission';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const PORT = 15015;

describe('the rows of a tenant', () => {
  const registry = useRegistry(useLocalAws(PORT));

  const admitted = async (changes: Parameters<typeof buildAdmission>[0] = {}) =>
    admitTenant(registry.context, buildPlaces(), buildAdmission(changes));

  it('finds a tenant by its name, and none by an unknown one', async () => {
    const { tenant } = await admitted({ tenantName: 'acme' });

    expect(await getTenantByName(registry.context, 'acme')).toEqual(tenant);
    expect(await getTenantByName(registry.context, 'nobody')).toBeUndefined();
  });

  it('puts unknown keys into the data and keeps the rest of it', async () => {
    const { tenant } = await admitted({ tenantData: { kept: { deep: [1, null] }, changed: 'before' } });

    const updated = await updateTenant(registry.context, tenant.tenantId, {
      changed: { now: [true] },
      tenantConfig: '{}',
      'odd.name-#with: $igns': 1,
      data: 'not the map itself',
      empty: null,
    });

    expect(updated).toMatchObject({
      tenantConfig: '{}',
      data: {
        kept: { deep: [1, null] },
        changed: { now: [true] },
        'odd.name-#with: $igns': 1,
        data: 'not the map itself',
        empty: null,
      },
    });
  });

  it('keeps the facts that identify a tenant, whatever a change says', async () => {
    const { tenant, registration } = await admitted();
    const forged: JsonObject = { tenantId: 'x', tenantRegistrationId: 'x', createdAt: 'x', updatedAt: 'x' };

    await updateTenant(registry.context, tenant.tenantId, { ...forged, tenantName: 'x', tier: 'PREMIUM' });
    await updateRegistration(registry.context, registration.tenantRegistrationId, forged);

    const { updatedAt: _, ...unchanged } = tenant as unknown as JsonObject;
    expect(await getTenant(registry.context, tenant.tenantId)).toMatchObject({ ...unchanged, data: {} });
    expect(await getRegistration(registry.context, registration.tenantRegistrationId)).toEqual(registration);
  });

  it('changes no row that is not there', async () => {
    expect(await updateTenant(registry.context, 'nobody', { a: 1 })).toBeUndefined();
    expect(await updateRegistration(registry.context, 'nobody', {})).toBeUndefined();
    expect(await registry.everything()).toEqual([]);
  });

  it('loses nothing of two changes at once to one row', async () => {
    const { tenant } = await admitted();

    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        updateTenant(registry.context, tenant.tenantId, { [`key${index}`]: index }),
      ),
    );

    const { data } = (await getTenant(registry.context, tenant.tenantId)) ?? {};
    expect(Object.keys(data ?? {})).toHaveLength(10);
  });

  it('lists registrations and tenants page by page, oldest first, each once', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      ids.push((await admitted()).registration.tenantRegistrationId);
      registry.passTime(1000);
    }

    const registrations: string[] = [];
    const tenants: string[] = [];
    let from: string | undefined;
    do {
      const page = await listRegistrations(registry.context, 2, from);
      expect(page.items.length).toBeLessThanOrEqual(2);
      registrations.push(...page.items.map((item) => item.tenantRegistrationId));
      from = page.next;
    } while (from);
    do {
      const page = await listTenants(registry.context, 2, from);
      tenants.push(...page.items.map(({ registration }) => registration.tenantRegistrationId));
      from = page.next;
    } while (from);

    expect(registrations).toEqual(ids);
    expect(tenants).toEqual(ids);
  });

  it('lists executions newest first, and finds one by its name among its own tenant only', async () => {
    for (let index = 0; index < 3; index++) {
      await recordExecution(registry.context, 't1', {
        name: `run-${index}`,
        executionArn: `arn:${index}`,
        operation: 'onboarding',
        startedAt: `2026-03-01T10:00:0${index}.000Z`,
      });
    }

    const first = await listExecutions(registry.context, 't1', 2);
    const second = await listExecutions(registry.context, 't1', 2, first.next);

    expect([...first.executions, ...second.executions].map(({ name }) => name)).toEqual([
      'run-2',
      'run-1',
      'run-0',
    ]);
    expect(await findExecution(registry.context, 't1', 'run-0')).toMatchObject({ executionArn: 'arn:0' });
    expect(await findExecution(registry.context, 't2', 'run-0')).toBeUndefined();
  });
});
