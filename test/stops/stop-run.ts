import { rmSync } from 'node:fs';
import { startStack, stopRun } from '../../scripts/local/stack';
import { Product } from '../builders/product';
import { DIRECTIONS, type Direction, type Ended, type Left, live, TIERS, type Tier } from './stop-life';

/** An execution that is stopped when it has left a state. */
export interface StopCase extends Left {
  tier: Tier;
  direction: Direction;
}

export interface Outcome {
  case: StopCase;
  replays: number;
  problem?: string;
}

export const describeCase = ({ tier, direction, state, times }: StopCase): string =>
  `${tier} ${direction}, after "${state}"${times > 1 ? ` (${times})` : ''}`;

/** A product of its own, whose executions are stopped. */
export class StopRun {
  private readonly undisturbedHash = new Map<string, string>();
  /** What is wrong with the undisturbed lives: a replay after the final state that was not refused. */
  readonly problems: string[] = [];

  private constructor(
    private readonly product: Product,
    private readonly folder: string,
  ) {}

  static async start(options: { port: number; folder: string; build?: boolean }): Promise<StopRun> {
    const { port, folder } = options;
    await stopRun(folder);
    rmSync(folder, { recursive: true, force: true });
    await startStack(options);
    return new StopRun(await Product.open({ port, folder }), folder);
  }

  stop(): Promise<string[]> {
    return stopRun(this.folder);
  }

  /** Leads a tenant of each tier through an undisturbed life; every state that was left but the final one is a case. */
  async undisturbed(tiers: readonly Tier[] = TIERS): Promise<StopCase[]> {
    const cases: StopCase[] = [];
    for (const tier of tiers) {
      await live(this.product, tier, {}, (direction, { left, hash, lines, replayAfterEnd }) => {
        this.undisturbedHash.set(`${tier} ${direction}`, hash);
        if (direction === 'offboarding' && lines.length > 0) {
          this.problems.push(`${tier}: an undisturbed offboarding leaves ${lines.join(', ')}`);
        }
        if (replayAfterEnd !== 409) {
          this.problems.push(`${tier} ${direction}: replay after the final state answers ${replayAfterEnd}`);
        }
        cases.push(...left.slice(0, -1).map((each) => ({ tier, direction, ...each })));
      });
    }
    return cases;
  }

  /** Stops once a case; one life serves an onboarding and an offboarding of a tier. */
  async run(cases: StopCase[], progress: (done: number) => void = () => {}): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const tier of TIERS) {
      const of = (direction: Direction) =>
        cases.filter((each) => each.tier === tier && each.direction === direction);
      const [comings, leavings] = [of('onboarding'), of('offboarding')];
      for (let at = 0; at < Math.max(comings.length, leavings.length); at++) {
        outcomes.push(...(await this.one(tier, { onboarding: comings[at], offboarding: leavings[at] })));
        progress(outcomes.length);
      }
    }
    return outcomes;
  }

  private async one(tier: Tier, stops: Partial<Record<Direction, StopCase>>): Promise<Outcome[]> {
    const ends = new Map<Direction, Ended>();
    let broken = 'its life ended before';
    try {
      await live(this.product, tier, asLeft(stops), (direction, end) => ends.set(direction, end));
    } catch (error) {
      broken = (error as Error).message;
    }
    return DIRECTIONS.flatMap((direction) => {
      const stop = stops[direction];
      if (!stop) return [];
      const end = ends.get(direction);
      const problem = end ? this.differs(tier, direction, end) : broken;
      return [{ case: stop, replays: end?.replays ?? 0, ...(problem ? { problem } : {}) }];
    });
  }

  private differs(tier: Tier, direction: Direction, { hash, lines }: Ended): string | undefined {
    if (hash === this.undisturbedHash.get(`${tier} ${direction}`)) return undefined;
    return `another inventory than undisturbed: ${lines.join(', ') || 'nothing'}`;
  }
}

const asLeft = (stops: Partial<Record<Direction, StopCase>>): Partial<Record<Direction, Left>> =>
  Object.fromEntries(
    Object.entries(stops).flatMap(([direction, each]) =>
      each ? [[direction, { state: each.state, times: each.times }]] : [],
    ),
  );
