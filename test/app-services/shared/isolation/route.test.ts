import { buildService } from '../../../../app-services/shared/service';
import { as, buildServiceDeps } from '../../../builders/service-deps';

const FINDINGS = { own: [{ attempt: 'own', verdict: 'allowed' as const }], others: [] };

describe('GET /<service>/isolation/<tenantId>', () => {
  const tried: string[] = [];
  const tryIsolation = async (tenantId: string) => {
    tried.push(tenantId);
    return FINDINGS;
  };
  const app = buildService({ ...buildServiceDeps().deps, name: 'orders', tryIsolation }, () => {});
  afterAll(() => app.close());
  beforeEach(() => tried.splice(0));

  it('tries for the tenant that is named, and answers the verdicts', async () => {
    const answer = await app.inject({ url: '/orders/isolation/t-1' });

    expect([answer.statusCode, answer.json()]).toEqual([200, FINDINGS]);
    expect(tried).toEqual(['t-1']);
  });

  it.each([
    ['a user, whose requests bring a token', '/orders/isolation/t-1', as('admin-1')],
    ['an id that no tenant can have', '/orders/isolation/a%2Fb', {}],
  ])('is not there for %s', async (_whom, url, headers) => {
    const answer = await app.inject({ url, headers });

    expect(answer.statusCode).toBe(404);
    expect(tried).toEqual([]);
  });
});
