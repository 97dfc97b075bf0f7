import { join } from 'node:path';
import { root } from '../../scripts/local/paths';
import { DIRECTIONS, TIERS } from '../stops/stop-life';
import { StopRun } from '../stops/stop-run';

/** The short run stops after every n-th state; `npm run test:stops` has them all. */
const STEP = 7;

describe('executions that are stopped after a state', () => {
  let run: StopRun;

  beforeAll(async () => {
    run = await StopRun.start({ port: 4821, folder: join(root, '.local/test/stops-sample') });
  }, 240_000);
  afterAll(() => run?.stop(), 60_000);

  it('end in the inventory of an undisturbed run, by one replay', async () => {
    const all = await run.undisturbed();
    const cases = all.filter((_, index) => index % STEP === 0);

    const outcomes = await run.run(cases);

    expect(run.problems).toEqual([]);
    expect(new Set(cases.map(({ tier, direction }) => `${tier} ${direction}`)).size).toBe(
      TIERS.length * DIRECTIONS.length,
    );
    expect(outcomes).toHaveLength(cases.length);
    expect(outcomes.filter(({ problem, replays }) => problem || replays > 1)).toEqual([]);
  }, 300_000);
});
