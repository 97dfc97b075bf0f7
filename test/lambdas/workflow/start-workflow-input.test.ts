import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { onboardingRequestSchema } from '../../../lambdas/shared/contracts/events';
import { RESERVED_KEYS } from '../../../lambdas/shared/contracts/reserved-keys';
import { TIERS } from '../../../lambdas/shared/contracts/tiers';
import { namedTenantSchema, workflowInputSchema } from '../../../lambdas/shared/contracts/workflow';
import { validate } from '../../../lambdas/shared/middleware/validate';
import { registryContext } from '../../../lambdas/shared/registry/client';
import { rejecter } from '../../../lambdas/workflow/start-workflow/reject';
import { startWorkflow } from '../../../lambdas/workflow/start-workflow/start-workflow';
import { workflowsBy } from '../../../lambdas/workflow/start-workflow/workflows';
import { EVENT_NAMES } from '../../builders/control-plane';

const sfn = mockClient(SFNClient);
const sqs = mockClient(SQSClient);
const documents = mockClient(DynamoDBDocumentClient);

const startDate = new Date('2026-03-01T10:00:00Z');
const region = { region: 'eu-west-1' };
const registry = registryContext('registry', new DynamoDBClient(region));
const published: unknown[] = [];

/** As deployed, with a registry that knows nobody, and an admission that reads the event and no more. */
const start = startWorkflow({
  sfn: new SFNClient(region),
  registry,
  workflows: workflowsBy(EVENT_NAMES, {
    onboardingRequest: {
      operation: 'onboarding',
      stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:tenant-onboarding',
      admit: async (detail) => {
        return validate(namedTenantSchema, validate(onboardingRequestSchema, detail, 'detail'));
      },
    },
  }),
  controlPlaneSource: EVENT_NAMES.controlPlaneSource,
  reject: rejecter({
    sqs: new SQSClient(region),
    queueUrl: 'https://queue.example/rejected',
    registry,
    publishFailure: async (...failure) => void published.push(failure),
  }),
});

const forget = () => {
  for (const mock of [sfn, sqs, documents]) mock.reset();
  published.length = 0;
  sfn.on(StartExecutionCommand).resolves({ executionArn: 'arn:execution', startDate });
  documents.onAnyCommand().resolves({});
};
const startedInputs = () => sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
const putAside = () =>
  sqs.commandCalls(SendMessageCommand).map(({ args }) => JSON.parse(String(args[0].input.MessageBody)));

const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
const tenant = fc.record({
  tenantId: id,
  tenantRegistrationId: id,
  tenantName: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/),
  email: fc.stringMatching(/^[a-z0-9]{1,30}@[a-z]{1,20}\.[a-z]{2,5}$/),
  tier: fc.constantFrom(...TIERS).chain((word) => fc.mixedCase(fc.constant(word))),
});
const extra = fc.dictionary(
  fc
    .string()
    .filter((key) => !RESERVED_KEYS.includes(key) && key !== 'registrationStatus' && key !== '__proto__'),
  fc.jsonValue(),
);
const request = fc.record({
  id: fc.uuid(),
  source: fc.constant(EVENT_NAMES.controlPlaneSource),
  'detail-type': fc.constant(`${EVENT_NAMES.detailTypePrefix}onboardingRequest`),
  detail: fc.tuple(extra, tenant).map(([more, facts]) => ({ ...more, ...facts })),
});

/** Of other types and lengths than the schema's, and near it. */
const wrong = fc.oneof(
  fc.jsonValue().filter((value) => typeof value !== 'string'),
  fc.constantFrom('', ' ', 'a:b', '../x', 'x'.repeat(300), '\u0000', 'ä', '😀', "'; --"),
);

beforeEach(forget);

describe('an event that is no request', () => {
  it('is put aside with its reason, whatever it is, and starts nothing', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (event) => {
        forget();

        expect(await start(event)).toEqual({ rejected: expect.any(String) });
        expect(startedInputs()).toEqual([]);
        expect(putAside()).toEqual([
          { reason: expect.stringMatching(/^ValidationError: ./), event: JSON.parse(JSON.stringify(event)) },
        ]);
      }),
      { seed: 6, numRuns: 100 },
    ));
});

describe('a request', () => {
  it('starts one execution, under a name that Step Functions takes, with an input that the workflow takes', () =>
    fc.assert(
      fc.asyncProperty(request, async (event) => {
        forget();

        expect(await start(event)).toEqual({ executionArn: 'arn:execution' });
        const [started, ...others] = startedInputs();
        expect(others).toEqual([]);
        expect(started?.name).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
        expect(started?.name?.startsWith(`${event.detail.tenantName}-onboarding-`)).toBe(true);
        const input = workflowInputSchema.parse(JSON.parse(started?.input ?? ''));
        expect(input).toEqual({
          eventId: event.id,
          tenant: expect.objectContaining({
            tenantId: event.detail.tenantId,
            tier: event.detail.tier.toUpperCase(),
          }),
        });
        // It stays in a history for 90 days: nothing personal, and nothing of the event's extra keys.
        expect(Object.keys(input.tenant).sort()).toEqual(
          ['tenantId', 'tenantName', 'tenantRegistrationId', 'tier'].sort(),
        );
        expect(started?.input).not.toContain(event.detail.email);
        expect(putAside()).toEqual([]);
      }),
      { seed: 6, numRuns: 100 },
    ));

  it('with one field that does not fit is put aside, and the reason names the field', () =>
    fc.assert(
      fc.asyncProperty(
        request,
        fc.constantFrom('tenantId', 'tenantRegistrationId', 'tenantName', 'email', 'tier'),
        wrong,
        async (event, field, value) => {
          forget();
          const spoilt = { ...event, detail: { ...event.detail, [field]: value } };

          expect(await start(spoilt)).toEqual({ rejected: expect.stringContaining(field) });
          expect(startedInputs()).toEqual([]);
          expect(putAside()).toHaveLength(1);
        },
      ),
      { seed: 6, numRuns: 100 },
    ));

  it.each(RESERVED_KEYS)('with the reserved key %s is put aside', (key) =>
    fc.assert(
      fc.asyncProperty(request, fc.jsonValue(), async (event, value) => {
        forget();

        const outcome = await start({ ...event, detail: { ...event.detail, [key]: value } });

        expect(outcome).toEqual({ rejected: expect.stringContaining(key) });
        expect(startedInputs()).toEqual([]);
      }),
      { seed: 6, numRuns: 20 },
    ),
  );
});

describe("a workflow's input", () => {
  const input = fc.record({
    tenant: tenant.map((facts) => ({ ...facts, tier: facts.tier.toUpperCase() })),
    eventId: fc.uuid(),
  });

  it('with a key that no step knows is refused: nothing personal slips into a history', () =>
    fc.assert(
      fc.property(
        input,
        fc.string().filter((key) => !['tenant', 'eventId', 'offboarding', '__proto__'].includes(key)),
        (good, key) => {
          expect(workflowInputSchema.safeParse(good).success).toBe(true);
          expect(workflowInputSchema.safeParse({ ...good, [key]: 1 }).success).toBe(false);
          const more = { ...good.tenant, [`${key}x`]: good.tenant.email };
          expect(JSON.stringify(workflowInputSchema.parse({ ...good, tenant: more }))).not.toContain(
            good.tenant.email,
          );
        },
      ),
      { seed: 6 },
    ));

  it('of any other form is refused by name, and nothing else is thrown', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(() => validate(workflowInputSchema, value)).toThrow(
          expect.objectContaining({ name: 'ValidationError' }),
        );
      }),
      { seed: 6, numRuns: 100 },
    ));
});
