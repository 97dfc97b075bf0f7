import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

test('the types of the Admin API are those of its OpenAPI file', () => {
  // In a process of its own: the generator loads packages that jest would have to compile first.
  const print = `require('./scripts/cli/generate-openapi-types').openapiTypes().then((text) => process.stdout.write(text))`;
  const current = execFileSync(
    process.execPath,
    ['--require', join(root, 'node_modules/tsx/dist/cjs/index.cjs'), '--eval', print],
    { cwd: root, encoding: 'utf8' },
  );

  // When this fails: npm run openapi:types
  for (const folder of ['scripts/cli', 'app-services/admin-portal']) {
    expect(readFileSync(join(root, folder, 'openapi-types.ts'), 'utf8')).toBe(current);
  }
});
