import { type Judgement, judge } from '../../policies/matrix';

/** Another one asks other questions; that they are the same in every run of the suite makes a failure one's own. */
const SEED = 2;
const QUESTIONS = 1_000;

describe('the policies of the templates and of the roles that the workflow makes', () => {
  let judged: Judgement;
  beforeAll(async () => {
    judged = await judge({ seed: SEED, count: QUESTIONS });
  }, 240_000); // installs the local AWS where it is not there yet

  it('are asked about each role and each session of a tenant', () => {
    expect(judged.asked).toBeGreaterThanOrEqual(QUESTIONS);
    expect(judged.principals).toBeGreaterThan(70);
  });

  it('mean the same to the local AWS and to a second evaluator, but for what is explained', () => {
    expect(judged.unexplained.map(({ id, engine, second }) => ({ id, engine, second }))).toEqual([]);
  });

  it('differ still where a difference is explained', () => {
    expect(judged.explained.filter(({ count }) => count === 0)).toEqual([]);
  });

  it('let credentials of a tenant reach something of its own, and nothing else', () => {
    expect(judged.locked).toEqual([]);
    expect(judged.breaches.map(({ id }) => id)).toEqual([]);
  });
});
