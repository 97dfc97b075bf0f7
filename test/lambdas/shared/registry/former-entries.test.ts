import {
  planResources,
  readLedger,
  recordCreated,
  recordDeleted,
} from '../../../../lambdas/shared/registry/ledger';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const registry = useRegistry(useLocalAws(15128));
const POOL = { type: 'UserPool', name: 'tenant-acme' } as const;
const CLIENT = { type: 'UserPoolClient', name: 'tenant-acme' } as const;
const plan = (...resources: (typeof POOL | typeof CLIENT)[]) =>
  planResources(registry.context, 't1', 'arn:1', resources);

describe('planning resources', () => {
  it('tells of none that was planned before, the first time', async () => {
    const former = await plan(POOL, CLIENT);

    expect([former('UserPool', 'tenant-acme'), former('UserPoolClient', 'tenant-acme')]).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('tells which were planned or made by a former try, and plans the others', async () => {
    await plan(POOL);
    await recordCreated(registry.context, 't1', [{ ...POOL, arn: 'arn:pool' }]);

    const former = await plan(POOL, CLIENT);

    expect(former('UserPool', 'tenant-acme')).toMatchObject({ state: 'created', arn: 'arn:pool' });
    expect(former('UserPoolClient', 'tenant-acme')).toBeUndefined();
    expect((await readLedger(registry.context, 't1')).map(({ type, state }) => [type, state])).toEqual([
      ['UserPool', 'created'],
      ['UserPoolClient', 'planned'],
    ]);
  });

  it('plans anew what was deleted, so that teardown will find it', async () => {
    await plan(POOL);
    await recordCreated(registry.context, 't1', [{ ...POOL, arn: 'arn:pool' }]);
    await recordDeleted(registry.context, 't1', [POOL]);

    const former = await plan(POOL);

    expect(former('UserPool', 'tenant-acme')).toBeUndefined();
    expect(await readLedger(registry.context, 't1')).toMatchObject([{ state: 'planned' }]);
  });

  it('is the same for two tries at once: one plans, the other is told', async () => {
    const tries = await Promise.all([plan(POOL, CLIENT), plan(POOL, CLIENT)]);

    const told = tries.map((former) => former('UserPool', 'tenant-acme')?.state);
    expect(told.sort()).toEqual(['planned', undefined]);
  });
});
