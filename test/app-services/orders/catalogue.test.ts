import { Catalogue, type LookUp } from '../../../app-services/orders/catalogue';

const chair = { name: 'Chair', price: 12.5 };

/** A catalogue over a products service in memory: a product, an answer, or an error to throw. */
function buildCatalogue(products: Record<string, LookUp | Error>) {
  const asked: string[] = [];
  const state = { nowMs: 0, underway: 0, most: 0 };
  const catalogue = new Catalogue(
    async (token, tenantId, productId) => {
      asked.push(`${token} ${tenantId}:${productId}`);
      state.underway += 1;
      state.most = Math.max(state.most, state.underway);
      await new Promise(setImmediate);
      state.underway -= 1;
      const answer = products[productId] ?? 'unknown';
      if (answer instanceof Error) throw answer;
      return answer;
    },
    () => state.nowMs,
  );
  const lookUp = async (ids: string[], tenantId = 't1') =>
    Object.fromEntries(await catalogue.lookUp('token', tenantId, ids));
  return { lookUp, asked, state };
}

it('asks for every product once, with the token of the caller', async () => {
  const { lookUp, asked } = buildCatalogue({ chair });
  expect(await lookUp(['chair', 'none', 'chair'])).toEqual({ chair, none: 'unknown' });
  expect(asked).toEqual(['token t1:chair', 'token t1:none']);
});

it('asks nothing for an order without lines', async () => {
  const { lookUp, asked } = buildCatalogue({});
  expect(await lookUp([])).toEqual({});
  expect(asked).toEqual([]);
});

it('remembers an answer for ten seconds, also that there is no such product', async () => {
  const { lookUp, asked, state } = buildCatalogue({ chair });
  await lookUp(['chair', 'none']);
  state.nowMs = 9_999;
  await lookUp(['chair', 'none']);
  expect(asked).toHaveLength(2);
  state.nowMs = 10_000;
  await lookUp(['chair']);
  expect(asked).toHaveLength(3);
});

it("never gives a tenant another tenant's answer", async () => {
  const { lookUp, asked } = buildCatalogue({ chair });
  await lookUp(['chair'], 't1');
  await lookUp(['chair'], 't2');
  expect(asked).toEqual(['token t1:chair', 'token t2:chair']);
});

it('orders that come together ask the same question once', async () => {
  const { lookUp, asked } = buildCatalogue({ chair });
  const answers = await Promise.all([lookUp(['chair']), lookUp(['chair']), lookUp(['chair'])]);
  expect(answers).toEqual([{ chair }, { chair }, { chair }]);
  expect(asked).toHaveLength(1);
});

it('asks for four products of an order at once', async () => {
  const { lookUp, asked, state } = buildCatalogue({});
  await lookUp(Array.from({ length: 25 }, (_, n) => `p${n}`));
  expect([asked.length, state.most]).toEqual([25, 4]);
});

it('a service that is down makes answers unavailable, remembered by nobody', async () => {
  const products: Record<string, LookUp | Error> = { chair: new Error('down') };
  const { lookUp } = buildCatalogue(products);
  expect(await lookUp(['chair'])).toEqual({ chair: 'unavailable' });
  products.chair = chair;
  expect(await lookUp(['chair'])).toEqual({ chair });
});

it('a service that stays down is left alone, then asked again', async () => {
  const products: Record<string, LookUp | Error> = { chair: new Error('down') };
  const { lookUp, asked, state } = buildCatalogue(products);
  for (let n = 0; n < 20; n += 1) expect(await lookUp(['chair'])).toEqual({ chair: 'unavailable' });
  expect(asked).toHaveLength(5);
  products.chair = chair;
  state.nowMs = 2000;
  expect(await lookUp(['chair'])).toEqual({ chair });
});

it('a refusal of the caller is no failure of the service', async () => {
  const { lookUp, asked } = buildCatalogue({ chair: 'unavailable' });
  for (let n = 0; n < 20; n += 1) await lookUp(['chair']);
  expect(asked).toHaveLength(20);
});
