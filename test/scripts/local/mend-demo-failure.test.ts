import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

describe('npm run demo:mend', () => {
  const folder = mkdtempSync(join(tmpdir(), 'demo-mend-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says what is wrong in words of its own, without the warning of the AWS SDK about Node.js', () => {
    // Nobody listens there.
    writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ endpointUrl: 'http://127.0.0.1:1' }));
    const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...env } = process.env;

    const { status, stderr } = spawnSync('npm', ['run', '--silent', 'demo:mend'], {
      ...{ cwd: root, encoding: 'utf8', timeout: 60_000 },
      env: { ...env, SAAS_STATE_FOLDER: folder },
    });

    expect(status).toBe(1);
    expect(stderr).toContain('127.0.0.1:1');
    expect(stderr).not.toContain('Warning');
  }, 60_000);
});
