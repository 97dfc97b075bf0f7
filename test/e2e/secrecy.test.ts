import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from '../../scripts/local/engine';
import { leaveDeadLetter } from '../builders/dead-letters';
import { buildTenant, Product } from '../builders/product';
import {
  AWS_CREDENTIALS,
  EMAIL,
  PASSWORD,
  type Pattern,
  SIGN_IN_SESSION,
  search,
  TOKEN,
  valuesOf,
  type Written,
} from '../secrecy/patterns';
import { apiKeyValues, deadLetters, histories, logLines, messagesIn, templates } from '../secrecy/written';
import { ALL_EVENTS } from './all-events';
import { E2E_FOLDER, E2E_PORT } from './global-setup';

/**
 * The last file of the suite (test/last-of-all.cjs): what all the others made the product write holds no token, password
 * or key, and of persons nothing but where the contract asks for it.
 */
const CANARY = '/secrecy/canary';
let secrets: Pattern[];
let keys: string[];
/** A secret of each form, beside what looks like one and is none. */
const SECRETS = [
  'Bearer eyJhbGciOiJSUzI1NiJ9.e.s',
  `Aa1!${'x'.repeat(20)}`,
  `AYABe${'h'.repeat(60)}`,
  'ASIAIOSFODNN7EXAMPLE',
  `FwoGZX${'0a'.repeat(64)}`,
  '{"secretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}',
  `0123456789ab4cde8${'0'.repeat(23)}`,
].join(' ');
const HARMLESS = `access key id test, secret access key test, sha-1 ${'0'.repeat(40)}, AROAIOSFODNN7EXAMPLE`;
/** What `SECRETS` hold, in the order of the patterns. */
const FOUND = 'token, password, sign-in session, access key id, session token, secret key, secret key'.split(
  ', ',
);

/** Events by name: these have the e-mail by the contract of SBT's events. */
const WITH_EMAIL = ['onboardingRequest', 'offboardingRequest', 'provisionSuccess'];

beforeAll(async () => {
  // One tenant at least has come, whichever files ran before.
  const product = await Product.open();
  const client = await product.signIn(await product.onboard(buildTenant('basic')));
  await client.call('GET', '/products');
  keys = await apiKeyValues(E2E_PORT);
  secrets = [TOKEN, PASSWORD, SIGN_IN_SESSION, ...AWS_CREDENTIALS, ...valuesOf('API key', keys)];
}, 60_000);

it('the search finds what is there to be found', async () => {
  const logs = new CloudWatchLogsClient(clientConfig(E2E_PORT));
  const stream = { logGroupName: CANARY, logStreamName: 'one' };
  await logs.send(new CreateLogGroupCommand({ logGroupName: CANARY }));
  await logs.send(new CreateLogStreamCommand(stream));
  const message = `${SECRETS} ${keys[0]} ann@acme.example ${HARMLESS}`;
  await logs.send(new PutLogEventsCommand({ ...stream, logEvents: [{ timestamp: Date.now(), message }] }));

  const found = search(
    (await logLines(E2E_PORT)).filter(({ place }) => place.endsWith(CANARY)),
    [...secrets, EMAIL],
  );
  await logs.send(new DeleteLogGroupCommand({ logGroupName: CANARY }));

  expect(found.map((finding) => finding.split(' in ')[0])).toEqual([...FOUND, 'API key', 'e-mail']);
});

it('no log line holds a token, a password, a key or an e-mail', async () => {
  const lines = await logLines(E2E_PORT);

  expect(lines.length).toBeGreaterThan(50);
  expect(search(lines, [...secrets, EMAIL])).toEqual([]);
}, 60_000);

it('no history of an execution holds any either', async () => {
  const written = await histories(E2E_PORT);

  expect(written.length).toBeGreaterThan(10);
  expect(search(written, [...secrets, EMAIL])).toEqual([]);
}, 60_000);

it('no event holds a token, a password or a key, nor an e-mail but those that the contract gives one', async () => {
  const events = await heard();
  const personal = events.filter(
    ({ place }) => !WITH_EMAIL.some((name) => place.toLowerCase().endsWith(name.toLowerCase())),
  );

  expect(events.length).toBeGreaterThan(2);
  expect(search(events, secrets)).toEqual([]);
  expect(search(personal, [EMAIL])).toEqual([]);
}, 60_000);

it('no event that was given up waits with a token, a password or a key', async () => {
  const canary = 'canary-of-secrecy';
  await leaveDeadLetter(E2E_PORT, { canary, text: SECRETS });

  const letters = await deadLetters(E2E_PORT);
  const [left, others] = [true, false].map((is) =>
    letters.filter(({ text }) => text.includes(canary) === is),
  ) as [Written[], Written[]];

  expect(search(left, secrets).map((finding) => finding.split(' in ')[0])).toEqual(FOUND);
  expect(search(others, secrets)).toEqual([]);
});

it('no template and no output holds any', () => {
  const written = templates(E2E_FOLDER);

  expect(written.length).toBeGreaterThanOrEqual(6);
  expect(search(written, [...secrets, EMAIL])).toEqual([]);
});

/** Every event since the suite began. */
async function heard(): Promise<Written[]> {
  const sqs = new SQSClient(clientConfig(E2E_PORT));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: ALL_EVENTS }));
  return (await messagesIn(sqs, QueueUrl ?? '')).map(({ text }) => {
    const { 'detail-type': name } = JSON.parse(text) as { 'detail-type': string };
    return { place: `event ${name}`, text };
  });
}
