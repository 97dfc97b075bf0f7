import { usageSchema } from '../../../lambdas/shared/contracts/usage';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { answerPlan } from '../../../lambdas/tenant-access/show-plan/answer-plan';
import type { ShowPlan } from '../../../lambdas/tenant-access/show-plan/show-plan';

const day = { date: '2026-03-10', used: 1, throttled: 0 };
const PLAN = usageSchema.parse({
  plan: { tier: 'BASIC', rateLimit: 10, burstLimit: 10, quotaPerDay: 1_000 },
  today: { ...day, remaining: 999 },
  resetsAt: '2026-03-11T00:00:00.000Z',
  days: [day],
});
const options = { origin: 'https://app.example.com', maxAgeSeconds: 30 };
const eventOf = (authorizer: object | undefined) => ({ requestContext: { authorizer } }) as never;

const ask = async (show: ShowPlan, authorizer: object | undefined = { tenantId: 't-1' }) => {
  const { response } = await answerPlan(show, eventOf(authorizer), options);
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(response.body ?? '') };
};

it("answers with the plan of the authorizer's tenant, readable by the portal", async () => {
  const asked: string[] = [];

  const answer = await ask(async (tenantId) => {
    asked.push(tenantId);
    return PLAN;
  });

  expect(asked).toEqual(['t-1']);
  expect(answer).toMatchObject({
    status: 200,
    body: PLAN,
    headers: {
      'access-control-allow-origin': 'https://app.example.com',
      'access-control-expose-headers': 'Retry-After',
      'cache-control': 'private, max-age=30',
    },
  });
});

it.each([
  ['no authorizer', undefined],
  ['no tenant', {}],
  ['an empty one', { tenantId: '' }],
])('answers nobody with %s', async (_what, authorizer) => {
  const show: ShowPlan = async () => PLAN;
  const { response } = await answerPlan(show, eventOf(authorizer), options);

  expect(response.statusCode).toBe(401);
});

it.each([
  ['a tenant without a key', new NotReadyError('no plan'), 503],
  ['a throttle of AWS', Object.assign(new Error('slow down'), { name: 'TooManyRequestsException' }), 429],
])('tells %s when to come again', async (_what, error, status) => {
  const answer = await ask(() => Promise.reject(error));

  expect(answer).toMatchObject({ status, headers: { 'retry-after': expect.any(String) } });
  expect(answer.headers?.['access-control-allow-origin']).toBe('https://app.example.com');
});

it('tells nothing of a fault of ours', async () => {
  expect(await ask(() => Promise.reject(new Error('secret')))).toMatchObject({
    status: 500,
    body: { message: 'Internal server error' },
  });
});
