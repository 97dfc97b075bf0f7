import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

test('the types of the APIs are those of their OpenAPI files', () => {
  // In a process of its own: the generator loads packages that jest would have to compile first.
  const print = `require('./scripts/cli/generate-openapi-types').openapiTypes().then((files) => process.stdout.write(JSON.stringify(files)))`;
  const current: Record<string, string> = JSON.parse(
    execFileSync(
      process.execPath,
      ['--require', join(root, 'node_modules/tsx/dist/cjs/index.cjs'), '--eval', print],
      { cwd: root, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 },
    ),
  );

  expect(Object.keys(current)).toHaveLength(4);
  // When this fails: npm run openapi:types
  for (const [file, types] of Object.entries(current)) {
    expect(readFileSync(join(root, file), 'utf8')).toBe(types);
  }
}, 60_000);
