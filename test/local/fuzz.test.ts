import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/local/paths';
import { startStack, stopRun } from '../../scripts/local/stack';
import { Product } from '../builders/product';
import { fuzz } from '../fuzz/fuzz';
import { figuresOf, textOf } from '../fuzz/report';

const AT = { port: 5220, folder: join(root, '.local/test/fuzz') };
const CASES = 400;

describe('both APIs, sent made-up requests', () => {
  beforeAll(async () => {
    await stopRun(AT.folder);
    rmSync(AT.folder, { recursive: true, force: true });
    await startStack(AT);
  }, 300_000);
  afterAll(() => stopRun(AT.folder));

  it('answer none with a 5xx, and each as its document says (npm run test:fuzz has 50,000)', async () => {
    const rounds = await fuzz(await Product.open(AT), { cases: CASES, seed: 1, boundaries: false });

    const figures = figuresOf(rounds);
    console.log(textOf(figures, rounds));
    expect(figures.failures).toEqual([]);
    expect(figures.errors).toEqual([]);
    expect(figures.cases).toBeGreaterThanOrEqual(CASES);
    expect(figures.targets.map(({ target }) => target)).toEqual([
      'tenant-basic',
      'tenant-advanced',
      'tenant-premium',
      'admin',
    ]);
  }, 400_000);
});
