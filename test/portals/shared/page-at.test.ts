import { type KnownTokens, pageAt } from '../../../app-services/portal-shared/queries/page-at';

/** A list of the numbers from 0; a token tells how many were before. */
function numbers(total: number) {
  const limits: number[] = [];
  const ask = async (limit: number, token?: string) => {
    limits.push(limit);
    const start = Number(token ?? 0);
    const end = Math.min(total, start + limit);
    const data = Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
    return { data, total, ...(end < total && { next_token: String(end) }) };
  };
  return { ask, limits };
}

it('asks once for the first page, and once for each that follows', async () => {
  const { ask, limits } = numbers(50);
  const known: KnownTokens = new Map();

  expect((await pageAt(ask, known, 0, 20)).data).toEqual(expect.arrayContaining([0, 19]));
  expect((await pageAt(ask, known, 20, 20)).data[0]).toBe(20);
  expect((await pageAt(ask, known, 40, 20)).data).toHaveLength(10);
  expect(limits).toEqual([20, 20, 20]);
});

it('walks in large steps to a page that it has no token for', async () => {
  const { ask, limits } = numbers(1_000);
  const { data } = await pageAt(ask, new Map(), 980, 20);

  expect([data[0], data.at(-1)]).toEqual([980, 999]);
  expect(limits).toEqual([...Array(9).fill(100), 80, 20]);
});

it('walks on from the nearest page that it knows', async () => {
  const { ask, limits } = numbers(1_000);
  const known: KnownTokens = new Map([[500, '500']]);
  await pageAt(ask, known, 540, 20);

  expect(limits).toEqual([40, 20]);
});

it('has no rows beyond the end, but tells how many there are', async () => {
  const { ask } = numbers(30);

  expect(await pageAt(ask, new Map(), 60, 20)).toEqual({ data: [], total: 30 });
});

it('renews a token with each answer: what moved to the next page is found there', async () => {
  const known: KnownTokens = new Map([[2, 'old']]);
  await pageAt(async () => ({ data: ['a', 'b'], next_token: 'new' }), known, 0, 2);

  expect(known.get(2)).toBe('new');
});
