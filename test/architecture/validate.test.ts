import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(__dirname, '../..');
/** TypeScript 7, ten times as fast; the tools that read our sources through TypeScript's API know 5 only. */
const TSC = '../typescript-native/bin/tsc';

/** What `npm run validate` runs, one test a tool, so that the suite's count says which is red. */
describe('the repository', () => {
  it.each([
    ['is formatted and linted', 'biome', ['check', '.']],
    ['type-checks strictly', TSC, ['--noEmit']],
    ['type-checks the portals strictly', TSC, ['--noEmit', '-p', 'tsconfig.portals.json']],
    ['keeps the import rules', 'depcruise', ['cdk', 'lambdas', 'app-services', 'scripts', 'test']],
    ['has no dead code or unused dependency', 'knip', ['--no-progress']],
  ])(
    '%s',
    async (_what, tool, args) => {
      const outcome = await run(join(root, 'node_modules/.bin', tool), args, {
        cwd: root,
        maxBuffer: 16 * 1024 * 1024,
      }).then(
        () => 'clean',
        (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}`.slice(0, 8_000),
      );

      expect(outcome).toBe('clean');
    },
    180_000,
  );
});
