import { renderHook } from '@testing-library/react';
import { gap, usePolling } from '../../../app-services/portal-shared/queries/use-polling';

const look = (looks: number, data: unknown) => ({
  state: { data, dataUpdateCount: looks, errorUpdateCount: 0 },
});

it('stays quick while answers differ', () => {
  const { result } = renderHook(() => usePolling());

  for (let looks = 1; looks < 30; looks++) expect(result.current(look(looks, { looks }))).toBe(1_000);
});

it('slows down while they do not, to a limit, and is quick again after a change', () => {
  const { result } = renderHook(() => usePolling({ slowestMs: 5_000 }));
  const same = {};
  const gaps = Array.from({ length: 20 }, (_, looks) => result.current(look(looks, same)));

  expect(gaps.slice(0, 6)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 1_000]);
  expect(gaps.at(7)).toBeGreaterThan(1_000);
  expect(gaps.at(-1)).toBe(5_000);
  expect(result.current(look(20, {}))).toBe(1_000);
});

it('counts answers, not renderings', () => {
  const { result } = renderHook(() => usePolling());
  const same = {};
  for (let rendering = 0; rendering < 50; rendering++) result.current(look(1, same));

  expect(result.current(look(2, same))).toBe(1_000);
});

it('does not poll what cannot change any more', () => {
  const { result } = renderHook(() => usePolling(false));

  expect(result.current(look(1, {}))).toBe(false);
});

it('takes a pace of its own', () => expect(gap(100, { fastestMs: 10, slowestMs: 20 })).toBe(20));
