import { Product } from '../builders/product';
import type { Attempt } from '../isolation/attempts';
import { administratorOf } from '../isolation/credentials/holder';
import { rolesOf } from '../isolation/credentials/keyring';
import { evenly } from '../isolation/evenly';
import { castOf } from '../isolation/requests/cast';
import { Seeded } from '../isolation/requests/seeded';
import { runAttempts } from '../isolation/run-attempts';
import { SOURCES } from '../isolation/sources';
import { type Tally, tallyOf } from '../isolation/tally';
import { BOUNDED, WITHDRAWALS } from '../isolation/withdrawals';
import { Undo, type Withdrawal, type World } from '../isolation/withdrawals/withdrawal';

const SEED = 6;
/** Of one kind. */
const AT_MOST = 4;

/**
 * A suite of attacks that finds nothing may be one that can find nothing. The account's administrator takes controls out
 * of the product as it runs: the attempts that they refuse must then be seen to succeed, and to fail again afterwards.
 */
describe('what the isolation suite attempts', () => {
  let world: World;
  const attempts: Record<string, Attempt[]> = {};
  /** Kinds of attempts of which one was allowed. */
  const seen = new Set<string>();

  beforeAll(async () => {
    const product = await Product.open();
    const root = administratorOf(product.port);
    const cast = await castOf(product);
    world = { product, root, cast, roles: await rolesOf(root) };
    for (const [source, kind] of [
      ['requests', 'gateway: '],
      ['credentials', ''],
    ] as const) {
      // What an owner could do while a control was out says nothing of when it is back.
      const choice = { seed: SEED, count: Number.POSITIVE_INFINITY, kind, remember: false };
      attempts[source] = (await SOURCES[source]?.(product, choice)) ?? [];
    }
  }, 300_000);

  /** A few of each kind. */
  const chosen = ({ source, attempts: ids }: Withdrawal): Attempt[] => {
    const fitting = attempts[source]?.filter(({ id }) => ids.test(id)) ?? [];
    const kinds = new Set(fitting.map(({ kind }) => kind));
    return evenly(fitting, ({ kind }) => kind, new Seeded(SEED), kinds.size * AT_MOST);
  };

  async function whileOut(withdrawal: Withdrawal): Promise<Tally> {
    const undo = new Undo();
    try {
      await withdrawal.takeOut(world, undo);
      return tallyOf(await runAttempts(chosen(withdrawal)));
    } finally {
      await undo.all();
    }
  }

  it.each(WITHDRAWALS)('is allowed without $without, and refused once it is back', async (withdrawal) => {
    const out = await whileOut(withdrawal);
    const back = tallyOf(await runAttempts(chosen(withdrawal)));

    for (const [kind, { allowed }] of Object.entries(out.byKind)) if (allowed > 0) seen.add(kind);
    expect(out.allowed).toBeGreaterThan(0);
    expect(Object.entries(out.byKind).filter(([, { allowed }]) => allowed === 0)).toEqual([]);
    expect(back.failures).toEqual([]);
  });

  it('is refused by the boundary of a silo task alone, whatever its policy says', async () => {
    const out = await whileOut(BOUNDED);

    expect(out.attempts).toBeGreaterThan(10);
    expect(out.failures).toEqual([]);
  });

  it('is of no kind with credentials that was not seen to be allowed', () => {
    const kinds = new Set(attempts.credentials?.map(({ kind }) => kind));

    expect([...kinds].filter((kind) => !seen.has(kind))).toEqual([]);
  });
});
