import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyTenant } from '../../../lambdas/onboarding/verify-tenant/verify-tenant';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { buildPlan, buildWorkflowTenant, jumpingClock } from '../../builders/onboarding';

describe('verify-tenant', () => {
  let balancer: Server;
  let answer: (path: string, tenantPath: string | undefined) => { status: number; body: string };
  let asked: string[];
  beforeEach(async () => {
    asked = [];
    balancer = createServer((request, response) => {
      const tenantPath = request.headers.tenantpath as string | undefined;
      asked.push(`${request.method} ${request.url} ${tenantPath}`);
      const { status, body } = answer(request.url ?? '', tenantPath);
      response.writeHead(status).end(body);
    });
    await new Promise<void>((listening) => balancer.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => new Promise((closed) => balancer.close(closed)));

  const verify = (tier: 'BASIC' | 'PREMIUM' = 'PREMIUM') => {
    const plan = buildPlan(buildWorkflowTenant({ tier }));
    const { port } = balancer.address() as AddressInfo;
    const cell = { ...plan.cell, loadBalancerUrl: `http://127.0.0.1:${port}` };
    return { plan, done: verifyTenant({ fetch, clock: jumpingClock() })({ plan: { ...plan, cell } }) };
  };
  const ok = { status: 200, body: '{"status":"ok"}' };

  it.each(['BASIC', 'PREMIUM'] as const)('asks every service of a %s tenant by its path', async (tier) => {
    answer = () => ok;

    const { plan, done } = verify(tier);
    await expect(done).resolves.toEqual({});

    expect(asked.sort()).toEqual(
      ['orders', 'products', 'users'].map((service) => `GET /${service}/health ${plan.tenantPath}`),
    );
  });

  it('waits for a rule that is not in force yet', async () => {
    let tries = 0;
    answer = (path) => (path.startsWith('/users') && ++tries < 3 ? { status: 404, body: '' } : ok);

    await expect(verify().done).resolves.toEqual({});
  });

  it.each([
    ['is down', { status: 503, body: 'no targets' }, /GET \/orders\/health .* answered 503: no targets/],
    ['answers something else', { status: 200, body: '<html>' }, /answered 200: <html>/],
    ['is not well', { status: 200, body: '{"status":"starting"}' }, /answered 200: \{"status":"starting"\}/],
  ])('says so when a service %s', async (_what, wrong, message) => {
    answer = (path) => (path.startsWith('/orders') ? wrong : ok);

    const { done } = verify();

    await expect(done).rejects.toThrow(NotReadyError);
    await expect(done).rejects.toThrow(message);
  });

  it('says so when nobody listens', async () => {
    const nobody = async () => {
      throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    };

    const done = verifyTenant({ fetch: nobody, clock: jumpingClock() })({ plan: buildPlan() });

    await expect(done).rejects.toThrow(/got no answer: fetch failed \(connect ECONNREFUSED\)/);
  });
});
