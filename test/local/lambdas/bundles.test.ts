import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildApiEvent } from '../../builders/admin-api';
import { useControlPlane } from '../../builders/control-plane';

const PORT = 15030;
const ROOT = join(__dirname, '../../..');
const FUNCTION = 'lambdas/admin-api/tenant-registrations';

/** Runs in a process of its own, as a function does: calls the bundle with each event and prints the answers. */
const RUN = `
const { handler } = require(process.argv[1]);
(async () => {
  for (const event of JSON.parse(process.argv[2])) {
    const { statusCode, body } = await handler(event, { functionName: 'f', awsRequestId: 'r' });
    console.log('ANSWER ' + statusCode + ' ' + body);
  }
})();`;

describe('a bundle, minified and without what it cannot use', () => {
  useControlPlane(PORT);

  it('answers as its source does: stores, refuses by name, recognises errors of AWS and of its own', async () => {
    await promisify(execFile)(join(ROOT, 'node_modules/.bin/tsx'), ['scripts/build.ts', `${FUNCTION}/`], {
      cwd: ROOT,
    });
    const tenantData = { tenantName: 'acme', email: 'a@example.com', tier: 'advanced', deep: { kept: [1] } };
    const events = [
      buildApiEvent('POST /tenant-registrations', { body: { tenantData } }),
      buildApiEvent('POST /tenant-registrations', { body: { tenantData } }),
      buildApiEvent('POST /tenant-registrations', { body: { tenantData: { ...tenantData, tier: 'gold' } } }),
      buildApiEvent('GET /tenant-registrations'),
      buildApiEvent('PATCH /tenant-registrations/{id}', { params: { id: 'x' }, body: { tenantData: {} } }),
      buildApiEvent('DELETE /tenant-registrations/{id}', { params: { id: 'x' }, claims: null }),
    ];

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['-e', RUN, join(ROOT, 'dist', FUNCTION, 'index.js'), JSON.stringify(events)],
      { env: process.env },
    );

    const answers = stdout
      .split('\n')
      .filter((line) => line.startsWith('ANSWER '))
      .map((line) => line.slice('ANSWER '.length));
    expect(answers).toEqual([
      expect.stringMatching(/^201 .*Tenant registration initiated/),
      expect.stringMatching(/^409 .*tenantName/),
      expect.stringMatching(/^400 .*tenantData\.tier: must be one of/),
      expect.stringMatching(/^200 .*In progress/),
      expect.stringMatching(/^404 /),
      expect.stringMatching(/^401 /),
    ]);
  }, 120_000);
});

it('is at most 500 KB, whichever function it is of (npm run build makes them all)', () => {
  const folder = join(ROOT, 'dist/lambdas');
  const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.js'))
    .map((file) => ({ file, bytes: statSync(join(folder, file)).size }));

  expect(sizes.length).toBeGreaterThan(40);
  expect(sizes.filter(({ bytes }) => bytes > 500_000)).toEqual([]);
});
