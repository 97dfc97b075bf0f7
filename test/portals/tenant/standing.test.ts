/** @jest-environment node */
import { midnightAfter, Standing } from '../../../app-services/tenant-portal/standing/standing';
import { answer, OF_SERVICE } from './fake-gateway';

const MORNING = Date.parse('2026-11-27T09:30:00Z');
const MIDNIGHT = Date.parse('2026-11-28T00:00:00Z');
const METERED = { metered: true };

let now: number;
let standing: Standing;
beforeEach(() => {
  now = MORNING;
  standing = new Standing(() => now);
});

const rate = () => answer(429, { message: 'Too Many Requests' }, { 'retry-after': '1' });
const quota = () => answer(429, { message: 'Limit Exceeded' }, { 'retry-after': '3600' });
const ofGateway = () => answer(403, { message: 'User is not authorized to access this resource' }, {});

it('a rate is waited for as long as the gateway says', async () => {
  await standing.heard(rate(), METERED);

  expect(standing.state).toEqual({ status: 'limited', by: 'rate', since: MORNING, until: MORNING + 1_000 });
});

it('a quota is waited for until midnight UTC, whatever the gateway says', async () => {
  await standing.heard(quota(), METERED);

  expect(standing.state).toMatchObject({ by: 'quota', until: MIDNIGHT });
  expect(midnightAfter(MIDNIGHT)).toBe(MIDNIGHT + 24 * 3_600_000);
});

it('others of the same burst that are admitted do not end the wait; later ones do', async () => {
  await standing.heard(rate(), METERED);
  await standing.heard(answer(200, []), METERED);
  expect(standing.state.status).toBe('limited');

  now += 1_000;
  await standing.heard(answer(200, []), METERED);
  expect(standing.state.status).toBe('admitted');
});

it('the plan, which is answered in any case, ends no wait for a quota unless the day was extended', async () => {
  await standing.heard(quota(), METERED);
  await standing.heard(answer(200, {}, {}), { metered: false });
  standing.heardOfQuota(3);
  expect(standing.state.status).toBe('limited');

  now += 60_000;
  standing.heardOfQuota(0);
  expect(standing.state.status).toBe('limited');
  standing.heardOfQuota(100);
  expect(standing.state.status).toBe('admitted');
});

it('a quota begins anew at midnight', async () => {
  await standing.heard(quota(), METERED);
  now = MIDNIGHT;
  standing.heardOfQuota(0);

  expect(standing.state.status).toBe('admitted');
});

it('the limit of the plan page, which all tenants share, is none of the plan', async () => {
  await standing.heard(rate(), { metered: false });

  expect(standing.state.status).toBe('admitted');
});

it('a 429 of a service is none of the plan, and tells that the plan has admitted its request', async () => {
  const ofService = () => answer(429, { message: 'too many' }, { ...OF_SERVICE, 'retry-after': '1' });
  await standing.heard(ofService(), METERED);
  expect([standing.state.status, standing.heardAt]).toEqual(['admitted', MORNING]);

  await standing.heard(ofGateway(), METERED);
  await standing.heard(ofService(), METERED);
  expect(standing.state.status).toBe('admitted');
});

it('a refusal of the gateway is a suspension, one of a service is not, and it ends with the next answer', async () => {
  await standing.heard(answer(403, { message: 'only a TenantAdmin may do this' }), METERED);
  expect(standing.state.status).toBe('admitted');

  await standing.heard(ofGateway(), METERED);
  expect(standing.state.status).toBe('suspended');
  await standing.heard(answer(503, {}), METERED);
  expect(standing.state.status).toBe('suspended');
  await standing.heard(answer(200, {}, {}), { metered: false });
  expect(standing.state.status).toBe('admitted');
});

it('tells who asks of a change, and of nothing else', async () => {
  const told = jest.fn();
  standing.subscribe(told);
  await standing.heard(answer(200, []), METERED);
  expect(told).not.toHaveBeenCalled();
  await standing.heard(ofGateway(), METERED);
  await standing.heard(ofGateway(), METERED);

  expect(told).toHaveBeenCalledTimes(1);
});
