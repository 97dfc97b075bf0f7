import type { SFNClient } from '@aws-sdk/client-sfn';
import type { StateData } from '../../shared/contracts/executions';
import type { Json } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { findRecord } from './find-record';
import { readHistory } from './history';
import { timelineOf } from './timeline';

/** The most of an input or output that is shown, in bytes; ours have some 2 KB, Step Functions allows 256. */
const MOST_SHOWN = 64 * 1024;

/**
 * What went into a state and came out of it, asked for by whoever looks at one: all of them at once would be most of
 * what an execution weighs.
 *
 * @throws NotFoundError for an id that is no entry of the execution's timeline
 */
export async function getStateData(
  { registry, sfn }: { registry: RegistryContext; sfn: SFNClient },
  registrationId: string,
  name: string,
  entryId: number,
): Promise<StateData> {
  const { executionArn } = await findRecord(registry, registrationId, name);
  const history = await readHistory(sfn, executionArn, true);
  const { timeline, exits } = timelineOf(history);
  const entry = timeline.find(({ id }) => id === entryId);
  if (!entry) throw new NotFoundError('Entry of the timeline not found');
  const event = (id: number | undefined) => history.find((each) => each.id === id);
  const input = event(entryId)?.stateEnteredEventDetails?.input ?? '';
  const output = event(exits.get(entryId))?.stateExitedEventDetails?.output;
  return {
    id: entryId,
    state: entry.state,
    ...shown('input', input),
    inputBytes: Buffer.byteLength(input),
    ...(output === undefined ? {} : { ...shown('output', output), outputBytes: Buffer.byteLength(output) }),
  };
}

function shown<K extends 'input' | 'output'>(key: K, text: string): { [key in K]?: Json } {
  if (text === '' || Buffer.byteLength(text) > MOST_SHOWN) return {};
  return { [key]: withoutSecrets(JSON.parse(text)) } as { [key in K]?: Json };
}

/** Our steps pass no secret on; this is for the step that somebody adds. An `apiKeyId` is none. */
const SECRET = /password|secret|credential|authorization|token$|api-?key(value)?$/i;

function withoutSecrets(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET.test(key) ? '(withheld)' : withoutSecrets(item)]),
  );
}
