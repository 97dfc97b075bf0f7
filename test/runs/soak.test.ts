import { join } from 'node:path';
import { root } from '../../scripts/local/paths';
import { figuresOf, textOf } from '../soak/report';
import { withSoak } from '../soak/soak';

const TENANTS = 30;

describe('tenants of all tiers, while 30 % of all calls to AWS fail and 2 % of the replies are lost', () => {
  it('are all created and deleted, and leave the account as it was (npm run test:soak has 300)', async () => {
    const result = await withSoak(
      {
        tenants: TENANTS,
        seed: 1,
        port: 5200,
        proxyPort: 5201,
        folder: join(root, '.local/test/soak'),
      },
      (soak) => soak.run(),
    );

    const figures = figuresOf(result);
    console.log(textOf(result));
    expect({ lost: figures.lost, left: figures.left }).toEqual({ lost: [], left: [] });
    expect(figures.deleted).toBe(TENANTS);
    // Without these the run proves nothing: all tiers and together, both ways, and each harm at its share.
    expect(figures.times).toHaveLength(8);
    for (const { runs } of figures.times) expect(runs).toBeGreaterThan(0);
    const { calls, harmed } = figures.fired;
    expect(calls).toBeGreaterThan(100 * TENANTS);
    expect((harmed.throttles + harmed.serverErrors) / calls).toBeGreaterThan(0.27);
    expect(harmed.lostReplies / calls).toBeGreaterThan(0.01);
    expect(figures.retries).toBeGreaterThan(0);
    // A tenant that is stuck ends by itself after five minutes, and is told of: this bounds the run alone.
  }, 900_000);
});
