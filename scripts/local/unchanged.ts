import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './paths';

/** Every file below the given files and folders of the repository, sorted. */
function filesOf(paths: string[]): string[] {
  return paths
    .flatMap((path) => {
      const full = join(root, path);
      if (!existsSync(full)) return [];
      if (statSync(full).isFile()) return [full];
      return readdirSync(full, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    })
    .sort();
}

/**
 * Does work whose result stays on disk, unless it was done before from the same inputs: a later start need not
 * bundle and synthesize (some 10 s) what nobody changed.
 *
 * @param stamp file that remembers the inputs' hash; written when the work has succeeded
 * @param inputs files and folders of the repository, and words that also decide
 * @param output what the work leaves; without it the work is done in any case
 * @returns whether the work was done
 */
export async function whenChanged(
  stamp: string,
  inputs: { paths: string[]; words?: string[] },
  output: string,
  work: () => Promise<void>,
): Promise<boolean> {
  const hash = createHash('sha256').update(JSON.stringify(inputs.words ?? []));
  for (const file of filesOf(inputs.paths)) hash.update(file).update(readFileSync(file));
  const wanted = hash.digest('hex');
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}
