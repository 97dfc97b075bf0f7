import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { registryContext } from '../../../../lambdas/shared/registry/client';
import { useLocalAws } from '../../../builders/local-aws';
import { COMMANDS } from '../../../builders/registry-model/commands';
import { newModel, realOf } from '../../../builders/registry-model/world';
import { createRegistryTable } from '../../../builders/registry-table';

const aws = useLocalAws(15019);
/** `FC_RUNS=500 npx jest …` looks further; `FC_SEED` repeats what a failure names. */
const RUNS = Number(process.env.FC_RUNS ?? 12);
const SEED = Number(process.env.FC_SEED ?? 6);

describe('the registry, whatever the order of onboardings, offboardings, crashes and replays', () => {
  it('gives each slot, priority, name, mailbox and lock to one, within its room, and forgets nothing made', async () => {
    const client = new DynamoDBClient(aws.config);
    let tables = 0;
    try {
      await fc.assert(
        fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 40, size: 'max' }), async (commands) => {
          const tableName = `model-${++tables}`;
          await createRegistryTable(client, tableName);
          const model = newModel();
          const now = new Date('2026-03-01T10:00:00.000Z');
          const context = registryContext(tableName, client, () => now);
          await fc.asyncModelRun(() => ({ model, real: realOf(context, model) }), commands);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    } finally {
      client.destroy();
    }
  }, 120_000);
});
