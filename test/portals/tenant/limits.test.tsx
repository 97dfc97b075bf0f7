import { act, screen } from '@testing-library/react';
import { LOOK_MS, lookGap } from '../../../app-services/tenant-portal/standing/use-looks';
import { type Asked, answer, FakeGateway, OF_SERVICE, PLAN } from './fake-gateway';
import { openPortal } from './open-portal';

let gateway: FakeGateway;
beforeEach(() => {
  gateway = new FakeGateway();
  gateway.add('products', 'p1', { name: 'Pen', price: 1.5, sku: '', category: '' });
});

const rate = () => answer(429, { message: 'Too Many Requests' }, { 'retry-after': '1' });
const quota = () => answer(429, { message: 'Limit Exceeded' }, { 'retry-after': '3600' });
const suspended = () => answer(403, { message: 'User is not authorized to access this resource' }, {});
const isMetered = ({ path }: Asked) => path !== '/plan';

it('a refused change says that nothing was changed, and keeps what was typed', async () => {
  gateway.instead = ({ method }) => (method === 'POST' ? rate() : undefined);
  const { user } = openPortal('/products/new');
  await user.type(await screen.findByLabelText('Name'), 'Ink');
  await user.type(screen.getByLabelText('Price'), '1');
  await user.click(screen.getByRole('button', { name: 'Create' }));

  expect((await screen.findAllByText(/Nothing was changed. Try again in a second/)).length).toBeGreaterThan(
    0,
  );
  expect(screen.getByDisplayValue('Ink')).toBeTruthy();
  expect(gateway.of('POST', '/products')).toHaveLength(1);
});

it('a service that has too much to do is not taken for the plan', async () => {
  const busy = { ...OF_SERVICE, 'retry-after': '1' };
  const message = 'too many requests of the tenant are under way';
  gateway.instead = ({ method }) => (method === 'POST' ? answer(429, { message }, busy) : undefined);
  const { user } = openPortal('/products/new');
  await user.type(await screen.findByLabelText('Name'), 'Ink');
  await user.type(screen.getByLabelText('Price'), '1');
  await user.click(screen.getByRole('button', { name: 'Create' }));

  const told = await screen.findAllByText(/too many requests of the tenant are under way\. Try again in 1 s/);
  expect(told.length).toBeGreaterThan(0);
  expect(screen.queryByText(/plan of your organisation/)).toBeNull();
  expect(screen.queryByText(/Too many requests at once/)).toBeNull();
});

it('the plan that cannot be read, since the whole cell asks too often, is no limit of the plan', async () => {
  gateway.instead = ({ path }) => (path === '/plan' ? rate() : undefined);
  openPortal('/plan');

  expect(await screen.findByText('Too Many Requests. Try again in 1 s.')).toBeTruthy();
  expect(screen.queryByText(/Too many requests at once|as soon as your plan allows/)).toBeNull();
});

it('a day that is used up is told at once, with the hours to wait, and asked for no more', async () => {
  gateway.instead = (asked) => (isMetered(asked) ? quota() : undefined);
  gateway.plan = { ...PLAN, today: { ...PLAN.today, used: 1_000, remaining: 0 } };
  openPortal('/products');

  expect((await screen.findAllByText('Today’s requests are used up')).length).toBeGreaterThan(0);
  expect(
    (await screen.findAllByText(/all 1,000 requests that its plan allows a day/)).length,
  ).toBeGreaterThan(0);
  expect(screen.getAllByText(/^Try again in .*(hr|min|sec|s)/).length).toBeGreaterThan(0);
  expect(gateway.of('GET', '/products')).toHaveLength(1);
});

const looks = () => gateway.of('GET', '/plan').length;

/** With a clock that the test turns. */
async function inPretendedTime(
  work: (pass: (ms: number, stepMs?: number) => Promise<void>) => Promise<void>,
): Promise<void> {
  const turn = setTimeout;
  jest.useFakeTimers();
  try {
    await work(async (ms, stepMs = 500) => {
      for (let passed = 0; passed < ms; passed += stepMs) {
        await act(() => jest.advanceTimersByTimeAsync(stepMs));
        // Answers need turns of the real event loop, between those of the pretended time.
        await act(() => new Promise<void>((resolve) => turn(resolve, 2)));
      }
    });
  } finally {
    jest.useRealTimers();
  }
}

it('a refused read waits and is tried again by itself, and says meanwhile what of the plan it is', () =>
  inPretendedTime(async (pass) => {
    let refusals = 1;
    gateway.instead = (asked) => (isMetered(asked) && refusals-- > 0 ? rate() : undefined);
    openPortal('/products');

    await pass(600, 20);
    expect(screen.getByText('Too many requests at once')).toBeTruthy();
    expect(screen.getByText(/Basic plan of your organisation allows 10 requests a second/)).toBeTruthy();
    expect(screen.getByText('Try again in 1 s.')).toBeTruthy();
    expect(screen.queryByRole('row', { name: /Pen/ })).toBeNull();

    await pass(1_500, 100);
    expect(screen.getByRole('row', { name: /Pen/ })).toBeTruthy();
    expect(screen.getByText('Try again now.')).toBeTruthy();
  }));

it('a suspension is seen within 5 s without a read of the page, and its end too', () =>
  inPretendedTime(async (pass) => {
    const { user } = openPortal('/products');
    await pass(1_000, 100);
    expect(screen.getByRole('row', { name: /Pen/ })).toBeTruthy();
    const reads = gateway.of('GET', '/products').length;

    // Just after a look, so that it takes as long as it can.
    for (const before = looks(); looks() === before; ) await pass(100, 100);
    gateway.instead = suspended;
    await pass(4_900, 100);
    expect(screen.getByText("Your organisation's access is suspended")).toBeTruthy();
    expect(screen.queryByRole('row', { name: /Pen/ })).toBeNull();
    expect(gateway.of('GET', '/products')).toHaveLength(reads);

    gateway.instead = () => undefined;
    await user.keyboard('{Shift}');
    await pass(4_900, 100);
    expect(screen.getByRole('row', { name: /Pen/ })).toBeTruthy();
  }));

it('nobody looks once nobody uses the page any more, and again when somebody does', () =>
  inPretendedTime(async (pass) => {
    openPortal('/products');
    await pass(10_000);
    const inUse = looks();
    await pass(12_000);
    expect(looks() - inUse).toBeGreaterThanOrEqual(2);

    await pass(60_000);
    const idle = looks();
    await pass(60_000);
    expect(looks() - idle).toBeLessThanOrEqual(2);

    const before = looks();
    await act(async () => window.dispatchEvent(new Event('keydown')));
    await pass(LOOK_MS);
    expect(looks()).toBeGreaterThan(before);
  }));

it('nobody looks while the page is hidden, whichever it is', () =>
  inPretendedTime(async (pass) => {
    openPortal('/plan');
    await pass(5_000);
    const shown = looks();
    const hidden = jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    try {
      await pass(90_000);
      expect(shown).toBeGreaterThan(0);
      expect(looks()).toBe(shown);
    } finally {
      hidden.mockRestore();
    }
  }));

it('looks ever more seldom the longer nobody uses the page, and waits after a look that failed', () => {
  const minute = 60_000;

  expect([0, minute - 1].map((unused) => lookGap(unused, false))).toEqual([LOOK_MS, LOOK_MS]);
  expect([1, 4, 60].map((minutes) => lookGap(minutes * minute, false))).toEqual([
    minute / 2,
    2 * minute,
    5 * minute,
  ]);
  expect(lookGap(0, true)).toBe(15_000);
});

it('a look that is refused, since the whole cell asks too often, is not tried again at once', () =>
  inPretendedTime(async (pass) => {
    gateway.instead = ({ path }) => (path === '/plan' ? rate() : undefined);
    openPortal('/products');
    await pass(14_000);

    expect(looks()).toBeLessThanOrEqual(2);
  }));

it('the plan shows what is used and what is left', async () => {
  openPortal('/plan');

  expect(await screen.findByText('250 of 1,000')).toBeTruthy();
  expect(screen.getByText('750')).toBeTruthy();
  expect(screen.getByText(/Basic plan: 1,000 requests a day/)).toBeTruthy();
});
