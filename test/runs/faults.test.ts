import { join } from 'node:path';
import { root } from '../../scripts/local/paths';
import { SERVICES } from '../builders/microburst';
import { FaultRun, TRIES } from '../faults/fault-run';
import {
  abandonedCases,
  casesOf,
  ELSEWHERE,
  rowsOf,
  TABLE_FAULTS,
  timedOutCases,
} from '../faults/fault-table';

/** Cases of the short run; a prime step through the table meets every fault, function by function. */
const STEP = 37;

describe('calls of the steps that fail', () => {
  let run: FaultRun;

  beforeAll(async () => {
    run = await FaultRun.start({
      port: 4790,
      proxyPort: 4791,
      folder: join(root, '.local/test/faults-sample'),
    });
  }, 240_000);
  afterAll(() => run?.stop(), 60_000);

  it('are in the code, also those that the table leaves to other tests', () => {
    expect(rowsOf(run.bundles)).toEqual(expect.arrayContaining(Object.keys(ELSEWHERE)));
  });

  it('end in the footprint of an undisturbed run, by retries or one replay (npm run test:faults has them all)', async () => {
    const undisturbed = await run.undisturbed();
    const all = casesOf(undisturbed);
    const cases = all.filter((_, index) => index % STEP === 0);
    // One onboarding that fails for good before the id of what it made is recorded, and leaves by offboarding.
    const abandoned = abandonedCases(undisturbed).find(({ tier }) => tier === 'advanced');

    // One invocation that fails whole, though nothing was wrong but the time that its last call took.
    const timedOut = timedOutCases(undisturbed).find(
      ({ seen }) => seen.bundle.path === 'onboarding/create-network',
    );
    const more = [abandoned, timedOut].filter((each) => each !== undefined);

    const { outcomes } = await run.run([...more, ...cases]);

    expect(all.length).toBeGreaterThan(400);
    // Else the long run ends in the middle.
    expect(SERVICES).toEqual(expect.arrayContaining(all.map(({ seen }) => seen.service)));
    expect(new Set(cases.map(({ fault }) => fault))).toEqual(new Set(TABLE_FAULTS));
    expect(more).toHaveLength(2);
    expect(outcomes).toHaveLength(cases.length + 2);
    expect(outcomes.find((outcome) => outcome.case === timedOut)?.struck).toBe(TRIES);
    expect(outcomes.filter(({ problem }) => problem).map(({ problem }) => problem)).toEqual([]);
    expect(await run.difference()).toEqual([]);
  }, 480_000);
});
