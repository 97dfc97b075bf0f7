import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { useLocalAws } from '../../builders/local-aws';
import { inlineLambda, stacksOn } from '../../builders/stack';

const PORT = 14738;
const aws = useLocalAws(PORT);

const CODE = `
  console.log('started');
  exports.handler = async ({ log = [], noLineEnd }) => {
    for (const line of log) console.log(line);
    if (noLineEnd) process.stdout.write(noLineEnd);
    return 'answered';
  };`;
let FunctionName: string;

beforeAll(async () => {
  const outputs = await stacksOn(PORT).create('logs', inlineLambda('Log', CODE), { Name: { Ref: 'Log' } });
  FunctionName = outputs.Name ?? '';
});

/** The answer, the log beside it, and how long both took. */
async function invoke(event: object) {
  const began = performance.now();
  const { Payload, LogResult = '' } = await new LambdaClient(aws.config).send(
    new InvokeCommand({ FunctionName, LogType: 'Tail', Payload: JSON.stringify(event) }),
  );
  const milliseconds = performance.now() - began;
  return {
    milliseconds,
    answer: JSON.parse(Buffer.from(Payload ?? []).toString()),
    log: Buffer.from(LogResult, 'base64').toString(),
  };
}

test('a function that logs nothing is not waited for', async () => {
  await invoke({});
  const times: number[] = [];
  for (let run = 0; run < 20; run++) times.push((await invoke({})).milliseconds);

  // The fastest, since other processes can slow any: with the wait none takes less than 50 ms.
  expect(Math.min(...times)).toBeLessThan(40);
});

test.each([
  ['many lines', { log: Array.from({ length: 500 }, (_, line) => `line ${line} of 500`) }, /line 499 of 500/],
  ['a last line without an end', { log: ['whole'], noLineEnd: 'without end' }, /whole\n.*without end/],
])('its answer comes with its whole log: %s', async (_case, event, last) => {
  const { answer, log } = await invoke(event);

  expect(answer).toBe('answered');
  expect(log).toMatch(last);
  expect(log).not.toContain('end of the log');
});

test('a log belongs to the invocation that wrote it', async () => {
  await invoke({ log: ['of the first'] });

  const { log } = await invoke({ log: ['of the second'] });

  expect(log).toContain('of the second');
  expect(log).not.toContain('of the first');
});
