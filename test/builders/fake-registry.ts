import type { RegistryContext } from '../../lambdas/shared/registry/client';

type Row = Record<string, unknown>;

/**
 * A registry whose table is answered by functions, by the command (`query` for QueryCommand); what it was sent is kept.
 * For what DynamoDB itself decides there is useRegistry.
 */
export function fakeRegistry(
  answers: Record<string, (input: Row) => unknown>,
  now = new Date('2026-03-10T10:00:00.000Z'),
) {
  const sent: { command: string; input: Row }[] = [];
  const send = async (command: { constructor: { name: string }; input: Row }) => {
    const { name: written } = command.constructor;
    const name = `${written.charAt(0).toLowerCase()}${written.slice(1, -'Command'.length)}`;
    sent.push({ command: name, input: command.input });
    const answer = answers[name];
    if (!answer) throw new Error(`nobody answers ${name}`);
    return answer(command.input);
  };
  const context = {
    documents: { send },
    tableName: 'registry',
    now: () => now,
  } as unknown as RegistryContext;
  return { context, sent };
}

/** Answer to a BatchGet of rows that are there, by their partition key. */
export const batchOf =
  (rows: readonly Row[]) =>
  (input: Row): unknown => {
    const { registry } = (input as { RequestItems: { registry: { Keys: Row[] } } }).RequestItems;
    const wanted = new Set(registry.Keys.map((key) => `${key.pk} ${key.sk}`));
    return { Responses: { registry: rows.filter(({ pk, sk }) => wanted.has(`${pk} ${sk}`)) } };
  };
