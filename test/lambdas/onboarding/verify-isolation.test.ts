import { verifyIsolation } from '../../../lambdas/onboarding/verify-isolation/verify-isolation';
import { IsolationBreachError, NotReadyError } from '../../../lambdas/shared/errors';
import { buildPlan, buildWorkflowTenant, jumpingClock } from '../../builders/onboarding';

const finding = (verdict: string, attempt = 'read a table of another tenant') => ({ attempt, verdict });
const ISOLATED = { own: [finding('allowed', 'read an own order')], others: [finding('refused')] };

describe('verify-isolation', () => {
  const plan = buildPlan(buildWorkflowTenant({ tier: 'PREMIUM' }));
  let asked: [url: string, tenantPath: unknown][];
  beforeEach(() => {
    asked = [];
  });
  /** The services' answers, in order; the last one stays. */
  const verify = (...answers: { status?: number; body: unknown }[]) => {
    const fetch = async (url: string, { headers }: RequestInit) => {
      asked.push([url, (headers as Record<string, string>).tenantPath]);
      const given = url.includes('/orders/')
        ? answers.length > 1
          ? answers.shift()
          : answers[0]
        : undefined;
      const { status = 200, body } = given ?? { body: ISOLATED };
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
    };
    return verifyIsolation({ fetch, clock: jumpingClock() })({ plan });
  };

  it('has every service of the tenant try, by the path of its requests', async () => {
    await expect(verify({ body: ISOLATED })).resolves.toEqual({});

    expect(asked.sort()).toEqual(
      ['orders', 'products', 'users'].map((service) => [
        `${plan.cell.loadBalancerUrl}/${service}/isolation/${plan.tenant.tenantId}`,
        plan.tenantPath,
      ]),
    );
  });

  it('fails at once, and says what is reached, when something of another tenant is', async () => {
    const done = verify({ body: { ...ISOLATED, others: [finding('refused'), finding('allowed')] } });

    await expect(done).rejects.toThrow(IsolationBreachError);
    await expect(done).rejects.toThrow(/orders may read a table of another tenant/);
    expect(asked.filter(([url]) => url.includes('/orders/'))).toHaveLength(1);
  });

  it('does not let a service that is not ready hide what another reaches', async () => {
    const fetch = async (url: string) =>
      url.includes('/users/')
        ? new Response('no targets', { status: 503 })
        : Response.json({ ...ISOLATED, others: [finding('allowed')] });

    const done = verifyIsolation({ fetch, clock: jumpingClock() })({ plan });

    await expect(done).rejects.toThrow(/orders may read .*; products may read/);
  });

  it('waits until a role’s policy is in force everywhere', async () => {
    const early = { ...ISOLATED, own: [finding('refused', 'read an own order')] };

    await expect(verify({ body: early }, { body: early }, { body: ISOLATED })).resolves.toEqual({});
  });

  it.each([
    [
      'the tenant’s own is refused',
      { body: { ...ISOLATED, own: [finding('refused', 'read')] } },
      /may not read/,
    ],
    ['a service cannot try', { status: 404, body: { message: 'path not found' } }, /answered 404/],
    ['a service tries nothing', { body: { own: [], others: [] } }, /answered 200/],
    ['a service says something else', { body: 'ok' }, /answered 200: ok/],
  ])('proves nothing when %s', async (_what, answer, message) => {
    const done = verify(answer);

    await expect(done).rejects.toThrow(NotReadyError);
    await expect(done).rejects.toThrow(message);
  });
});
