import { join } from 'node:path';
import { root } from '../../scripts/local/paths';
import { startStack, stopRun } from '../../scripts/local/stack';
import { Product } from '../builders/product';
import { fuzz } from '../fuzz/fuzz';
import { figuresOf, isClean, textOf } from '../fuzz/report';

/** The short setting of `npm run test:fuzz`, without the thousands of boundary values: those are made by rote. */
const CASES = 400;

it('made-up requests get answers as both OpenAPI documents describe them, none of them a 5xx', async () => {
  const at = { port: 4832, folder: join(root, '.local/test/fuzz') };
  try {
    await startStack({ ...at, build: false });
    const rounds = await fuzz(await Product.open(at), { cases: CASES, seed: 1, boundaries: false });
    const figures = figuresOf(rounds);

    if (!isClean(figures)) throw new Error(textOf(figures, rounds));
    expect(figures.cases).toBeGreaterThanOrEqual(CASES);
    expect(figures.targets.map(({ target }) => target)).toEqual([
      'tenant-basic',
      'tenant-advanced',
      'tenant-premium',
      'admin',
    ]);
  } finally {
    await stopRun(at.folder);
  }
}, 480_000);
