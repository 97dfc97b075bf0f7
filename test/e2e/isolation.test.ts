import { Product } from '../builders/product';
import { raisePlans } from '../builders/usage-plans';
import { TIER_PAIRS } from '../isolation/attempts';
import { runAttempts } from '../isolation/run-attempts';
import { SOURCES } from '../isolation/sources';
import { type Tally, tallyOf } from '../isolation/tally';

/** Another one finds other attempts; that they are the same in every run of the suite makes a failure one's own. */
const SEED = 6;
const ATTEMPTS = 1_200;

describe('the wall between two tenants', () => {
  let tally: Tally;
  let putBackPlans = async () => {};

  beforeAll(async () => {
    const product = await Product.open();
    putBackPlans = await raisePlans(product.port);
    const count = Math.ceil(ATTEMPTS / Object.keys(SOURCES).length);
    const done = [];
    for (const attemptsOf of Object.values(SOURCES)) {
      done.push(...(await runAttempts(await attemptsOf(product, { seed: SEED, count }))));
    }
    tally = tallyOf(done);
  }, 300_000);
  afterAll(() => putBackPlans());

  it('is attacked a thousand times, in both directions of every pair of tiers', () => {
    const directions = TIER_PAIRS.flatMap(([one, other]) => [`${one}>${other}`, `${other}>${one}`]);

    expect(tally.attempts).toBeGreaterThanOrEqual(1_000);
    expect(Object.keys(tally.byPair)).toEqual([...new Set(directions)].sort());
  });

  it('refuses every attempt, and no owner the same', () => {
    expect(tally.failures).toEqual([]);
  });
});
