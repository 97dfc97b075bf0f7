import { CircuitBreaker } from '../../../app-services/orders/circuit-breaker';

function buildBreaker() {
  const state = { nowMs: 0 };
  const breaker = new CircuitBreaker(() => state.nowMs);
  const failTimes = (times: number) => {
    for (let n = 0; n < times; n += 1) breaker.failed();
  };
  return { breaker, state, failTimes };
}

it('bears with failures that are not in a row', () => {
  const { breaker, failTimes } = buildBreaker();
  failTimes(4);
  breaker.succeeded();
  failTimes(4);
  expect(breaker.allows()).toBe(true);
});

it('pauses for two seconds after five failures in a row, then tries once', () => {
  const { breaker, state, failTimes } = buildBreaker();
  failTimes(5);
  expect(breaker.allows()).toBe(false);
  state.nowMs = 2000;
  expect([breaker.allows(), breaker.allows()]).toEqual([true, false]);
});

it('a trial that fails pauses again, one that succeeds ends the pause', () => {
  const { breaker, state, failTimes } = buildBreaker();
  failTimes(5);
  state.nowMs = 2000;
  breaker.allows();
  breaker.failed();
  state.nowMs = 3999;
  expect(breaker.allows()).toBe(false);
  state.nowMs = 4000;
  breaker.allows();
  breaker.succeeded();
  expect([breaker.allows(), breaker.allows()]).toEqual([true, true]);
});
