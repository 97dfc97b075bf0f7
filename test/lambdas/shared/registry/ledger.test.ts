import {
  planResources,
  readLedger,
  recordCreated,
  recordDeleted,
} from '../../../../lambdas/shared/registry/ledger';
import { useLocalAws } from '../../../builders/local-aws';
import { useRegistry } from '../../../builders/registry-table';

const PORT = 15013;
const ROLE = { type: 'Role', name: 'tenant-acme-task', details: { path: '/tenants/' } } as const;
const TABLE = { type: 'Table', name: 'tenant-acme-orders' } as const;

describe('the ledger', () => {
  const registry = useRegistry(useLocalAws(PORT));

  it('plans resources before they are made, with what teardown needs', async () => {
    await planResources(registry.context, 't1', 'arn:1', [ROLE, TABLE]);

    expect(await readLedger(registry.context, 't1')).toEqual([
      { ...ROLE, state: 'planned', plannedAt: '2026-03-01T10:00:00.000Z', executionArn: 'arn:1' },
      {
        ...TABLE,
        state: 'planned',
        plannedAt: '2026-03-01T10:00:00.000Z',
        executionArn: 'arn:1',
        details: {},
      },
    ]);
  });

  it('does not turn a made resource back into a planned one when its step runs again', async () => {
    await planResources(registry.context, 't1', 'arn:1', [TABLE]);
    await recordCreated(registry.context, 't1', [{ ...TABLE, arn: 'arn:table', details: { region: 'eu' } }]);
    registry.passTime(60_000);

    await planResources(registry.context, 't1', 'arn:2', [TABLE]);

    expect(await readLedger(registry.context, 't1')).toEqual([
      {
        ...TABLE,
        state: 'created',
        arn: 'arn:table',
        details: { region: 'eu' },
        plannedAt: '2026-03-01T10:00:00.000Z',
        createdAt: '2026-03-01T10:00:00.000Z',
        executionArn: 'arn:1',
      },
    ]);
  });

  it('refuses to record as made what nobody planned', async () => {
    const attempt = recordCreated(registry.context, 't1', [{ ...TABLE, arn: 'arn:table' }]);

    await expect(attempt).rejects.toThrow();
    expect(await registry.everything()).toEqual([]);
  });

  it('keeps what is deleted, for the receipt', async () => {
    await planResources(registry.context, 't1', 'arn:1', [TABLE]);

    await recordDeleted(registry.context, 't1', [TABLE]);

    expect(await readLedger(registry.context, 't1')).toMatchObject([
      { ...TABLE, state: 'deleted', deletedAt: '2026-03-01T10:00:00.000Z' },
    ]);
  });

  it('lets steps that run side by side write at once, and reads beyond one page', async () => {
    const details = { note: 'x'.repeat(20_000) };
    const batches = Array.from({ length: 8 }, (_, batch) =>
      Array.from({ length: 10 }, (_, index) => ({
        type: 'Role' as const,
        name: `${batch}-${index}`,
        details,
      })),
    );

    await Promise.all(batches.map((batch) => planResources(registry.context, 't1', 'arn:1', batch)));

    // 80 entries of 20 KB are more than DynamoDB's page of 1 MB.
    expect(await readLedger(registry.context, 't1')).toHaveLength(80);
    expect(await readLedger(registry.context, 't2')).toEqual([]);
  });
});
