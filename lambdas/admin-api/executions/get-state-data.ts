import type { HistoryEvent, SFNClient, StateExitedEventDetails } from '@aws-sdk/client-sfn';
import type { StateData, StateDataPart } from '../../shared/contracts/executions';
import type { Json } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { findRecord } from './find-record';
import { readHistory } from './history';
import { timelineOf } from './timeline';

/** The most of a part that is shown, in bytes; ours have some 2 KB, Step Functions allows 256. */
const MOST_SHOWN = 64 * 1024;

/**
 * What went into a state, what its task was given and what came of it. The workflows keep their data in variables: most
 * of it is in arguments and assignments, not in input and output. Asked for by whoever looks at one: all of them at
 * once would be most of what an execution weighs.
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
  const { timeline, exits, tasks } = timelineOf(history);
  const entry = timeline.find(({ id }) => id === entryId);
  if (!entry) throw new NotFoundError('Entry of the timeline not found');
  const event = (id: number | undefined) => history.find((each) => each.id === id);
  const exit = event(exits.get(entryId))?.stateExitedEventDetails;
  const task = tasks.get(entryId);
  const assigned = assignedBy(exit);
  const tellsResult = assigned !== undefined || !isEmpty(exit?.output);
  return {
    id: entryId,
    state: entry.state,
    inputBytes: 0,
    ...shown('input', event(entryId)?.stateEnteredEventDetails?.input),
    ...shown('arguments', argumentsOf(event(task?.begun))),
    ...shown('assigned', assigned),
    ...(tellsResult ? {} : shown('result', resultOf(event(task?.succeeded)))),
    ...shown('output', exit?.output),
  };
}

/** Ours are called by Step Functions' own integrations; a plain function's ARN as resource has other events. */
const argumentsOf = (event: HistoryEvent | undefined): string | undefined =>
  event?.taskScheduledEventDetails?.parameters ?? event?.lambdaFunctionScheduledEventDetails?.input;

const resultOf = (event: HistoryEvent | undefined): string | undefined =>
  event?.taskSucceededEventDetails?.output ?? event?.lambdaFunctionSucceededEventDetails?.output;

/** Each variable's value is JSON of its own. */
function assignedBy(exit: StateExitedEventDetails | undefined): string | undefined {
  const variables = Object.entries(exit?.assignedVariables ?? {});
  if (variables.length === 0) return undefined;
  return `{${variables.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`;
}

const isEmpty = (text: string | undefined): boolean =>
  text === undefined || ['', '{}', 'null'].includes(text);

type Shown<K extends StateDataPart> = { [key in K]?: Json } & { [key in `${K}Bytes`]?: number };

function shown<K extends StateDataPart>(key: K, text: string | undefined): Shown<K> {
  if (text === undefined) return {} as Shown<K>;
  const bytes = Buffer.byteLength(text);
  const value = text === '' || bytes > MOST_SHOWN ? {} : { [key]: withoutSecrets(JSON.parse(text)) };
  return { ...value, [`${key}Bytes`]: bytes } as Shown<K>;
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
