import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import { clientConfig } from '../../scripts/local/engine';
import type { Outputs } from '../../scripts/local/outputs';
import { root } from '../../scripts/local/paths';
import { until } from '../builders/until';

const run = promisify(execFile);
const PORT = 4767;
const folder = join(root, '.local/test/start');
// Colours would stand between the words that are looked for.
const env = { ...process.env, NO_COLOR: '1', SAAS_STATE_FOLDER: folder };
const outputsFile = join(folder, 'outputs.json');

const script = (name: string, ...args: string[]) =>
  run(join(root, 'scripts', name), args, { env, maxBuffer: 16 * 1024 * 1024 }).then(
    ({ stdout, stderr }) => ({ code: 0, text: `${stdout}${stderr}` }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      text: `${error.stdout}${error.stderr}`,
    }),
  );
const outputs = () => JSON.parse(readFileSync(outputsFile, 'utf8')) as Outputs;

/** Every process that works for this folder, by its command line or environment. */
async function processesOfTheRun(): Promise<string[]> {
  if (!existsSync('/proc')) {
    const { stdout } = await run('ps', ['-Eeo', 'pid,stat,args']);
    return stdout.split('\n').filter((line) => line.includes(folder) && !/^\s*\d+ Z/.test(line));
  }
  const read = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8');
    } catch {
      return ''; // It has ended, or is another user's.
    }
  };
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && pid !== String(process.pid))
    .map((pid) => `${pid} ${read(pid, 'cmdline')} ${read(pid, 'environ')}`.replaceAll('\0', ' '))
    .filter((line) => line.includes(folder));
}

afterAll(async () => {
  await script('stop.sh');
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

describe('scripts/start.sh', () => {
  let foreground: ChildProcess | undefined;

  it.each(['start.sh', 'stop.sh', 'test.sh'])('%s --help tells how it is used', async (name) => {
    const { code, text } = await script(name, '--help');

    expect(code).toBe(0);
    expect(text).toContain(`Usage: scripts/${name}`);
  });

  it.each([
    [['--port', 'abc'], /--port must be a number/],
    [['--port', '80'], /--port must be a number/],
    [['--nonsense'], /--nonsense/],
    [['--set', 'cells.count'], /--set needs NAME=VALUE, not "cells.count"/],
  ])('refuses %j and says why', async (args, message) => {
    const { code, text } = await script('start.sh', ...args);

    expect(code).toBe(2);
    expect(text).toMatch(message);
    expect(existsSync(outputsFile)).toBe(false);
  });

  it('deploys, onboards a tenant of each tier, lets each work, and one fail as asked', async () => {
    const { code, text } = await script('start.sh', '--detach', '--demo-failure', '--port', String(PORT));

    expect(`${code} ${text.slice(-3_000)}`).toMatch(/^0 /);
    expect(text).toMatch(/corner-bakery +basic +Created|Created/);
    expect(text).toMatch(/40 at once: \d+ x 200, [1-9]\d* x 429/);
    expect(text).toMatch(/own orders, products/);
    expect(text).toMatch(
      /operators' portal +http:\/\/127\.0\.0\.1:8767\n *tenants' portal +http:\/\/127\.0\.0\.1:9767\n/,
    );
    expect(text).toMatch(
      /night-market failed, as asked, at "Create the tenant's storage": AccessDeniedException\n.*CreateTable/,
    );
  }, 240_000);

  it('tells how the failed onboarding is mended and replayed, which creates the tenant', async () => {
    const env = { ...process.env, SAAS_STATE_FOLDER: folder };
    const replay = () =>
      run(join(root, 'scripts/saas'), ['tenant', 'replay', 'night-market', '--outputs', outputsFile], {
        env,
      });
    const early = await replay().catch((error: { stdout: string; stderr: string }) => error);
    const mended = await run('npm', ['run', '--silent', 'demo:mend'], { cwd: root, env });
    const replayed = await replay();

    expect(`${early.stdout}${early.stderr}`).toMatch(/Failed to provision/);
    expect(mended.stdout).toMatch(/^mended/);
    expect(replayed.stdout).toMatch(/Created night-market/);
  }, 60_000);

  it.each([
    ['adminSiteUrl', 8767, { userPoolId: expect.any(String), userPoolClientId: expect.any(String) }],
    ['appSiteUrl', 9767, {}],
  ])(
    'serves the portal of %s with the headers of CloudFront and its own configuration',
    async (site, port, more) => {
      const { stacks, adminApiUrl, endpointUrl } = outputs();
      const page = await fetch(`${stacks['shared-infra-stack']?.[site]}/some/page`);
      const config = await fetch(`http://127.0.0.1:${port}/config.json`);

      expect(await page.text()).toMatch(/<script type="module"[^>]* src="\/assets\//);
      expect(page.headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self' ${endpointUrl}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      );
      expect(page.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await config.json()).toEqual({
        region: 'us-east-1',
        adminApiUrl: `${adminApiUrl}/`,
        userPoolEndpoint: endpointUrl,
        ...more,
      });
    },
  );

  it('writes outputs.json in the shape that other tools read, for its owner alone', () => {
    const written = outputs();

    expect(statSync(outputsFile).mode & 0o777).toBe(0o600);
    expect(written).toEqual({
      endpointUrl: `http://127.0.0.1:${PORT}`,
      region: 'us-east-1',
      account: '000000000000',
      adminApiUrl: expect.stringContaining(`:${PORT}/`),
      operator: {
        userName: 'admin',
        password: expect.any(String),
        userPoolId: expect.any(String),
        clientId: expect.any(String),
      },
      cells: [{ apiUrl: expect.stringContaining(`:${PORT}/`) }],
      tenants: ['basic', 'advanced', 'premium'].map((tier) => ({
        tenantRegistrationId: expect.any(String),
        tenantId: expect.any(String),
        tenantName: expect.any(String),
        tier: tier.toUpperCase(),
        userName: expect.stringContaining('@'),
        password: expect.any(String),
        userPoolId: expect.any(String),
        appClientId: expect.any(String),
        apiGatewayUrl: expect.stringContaining(`:${PORT}/`),
      })),
      stacks: {
        'controlplane-stack': expect.objectContaining({
          controlPlaneAPIEndpoint: expect.any(String),
          eventBridgeArn: expect.any(String),
          ControlPlaneIdpUserPoolId: expect.any(String),
          ControlPlaneIdpClientId: expect.any(String),
        }),
        'shared-infra-stack': expect.objectContaining({
          ApiGatewayUrl: expect.any(String),
          adminSiteUrl: `http://127.0.0.1:${PORT + 4_000}`,
          appSiteUrl: `http://127.0.0.1:${PORT + 5_000}`,
        }),
        'tenant-template-basic': expect.any(Object),
        'tenant-template-advanced': expect.any(Object),
        'coreappplane-stack': expect.any(Object),
      },
      pids: { engine: expect.any(Number), taskRunner: expect.any(Number), portals: expect.any(Number) },
    });
  });

  it('started a second time says that it runs, and changes nothing', async () => {
    const before = readFileSync(outputsFile, 'utf8');

    const { code, text } = await script('start.sh', '--detach', '--port', '4768');

    expect(code).toBe(0);
    expect(text).toContain(`runs already on port ${PORT}`);
    expect(readFileSync(outputsFile, 'utf8')).toBe(before);
  }, 30_000);

  it('is ended by stop.sh to the last process, also when its own were killed', async () => {
    const { engine = 0, taskRunner = 0, portals = 0 } = outputs().pids;
    process.kill(portals, 'SIGKILL');
    process.kill(taskRunner, 'SIGKILL');
    process.kill(engine, 'SIGKILL');

    const { code } = await script('stop.sh');

    expect(code).toBe(0);
    expect(existsSync(outputsFile)).toBe(false);
    await until(
      'no process of the run is left',
      15_000,
      async () => (await processesOfTheRun()).length === 0,
    );
  }, 60_000);

  it('is ended by stop.sh also when it was killed before the local AWS answered', async () => {
    const child = spawn(join(root, 'scripts/start.sh'), ['--no-demo', '--port', String(PORT)], { env });
    const record = join(folder, 'run.json');
    await until(
      'the local AWS is being started',
      60_000,
      async () => existsSync(record) && readFileSync(record, 'utf8').includes('"engine"'),
    );
    child.kill('SIGKILL');

    const { text } = await script('stop.sh');

    // And the task runner, where it was begun before the start was killed.
    expect(text).toMatch(/stopped: (taskRunner, )?engine/);
    await until(
      'no process of the run is left',
      15_000,
      async () => (await processesOfTheRun()).length === 0,
    );
  }, 120_000);

  it('takes settings as an installation does: a Premium tenant comes and leaves with a key of its own', async () => {
    const args = ['--no-demo', '--port', String(PORT), '--set', 'encryption.keys=customer'];
    foreground = spawn(join(root, 'scripts/start.sh'), args, { env });
    let text = '';
    foreground.stdout?.on('data', (chunk) => {
      text += chunk;
    });
    await until('it runs', 120_000, async () => text.includes('Ctrl-C stops everything'));
    const saas = (...words: string[]) => script('saas', ...words, '--outputs', outputsFile);
    const kms = new KMSClient(clientConfig(PORT));
    const stateOf = async (KeyId: string) =>
      (await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState;
    const tables = new DynamoDBClient(clientConfig(PORT));

    const onboarded = await saas(
      'tenant',
      'onboard',
      'gold',
      '--email',
      'g@example.com',
      '--tier',
      'premium',
      '--watch',
    );
    const { Aliases = [] } = await kms.send(new ListAliasesCommand({}));
    const key =
      Aliases.find(({ AliasName }) => AliasName?.startsWith('alias/tenant-gold-'))?.TargetKeyId ?? '';
    const before = await stateOf(key);
    const { TableNames = [] } = await tables.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => name.startsWith('tenant-gold-'));
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
    const called = await saas('call', 'gold', 'GET', '/orders');
    const offboarded = await saas('tenant', 'offboard', 'gold', '--watch', '--yes');

    expect(onboarded.text).toMatch(/Created gold/);
    expect(before).toBe('Enabled');
    expect(Table?.SSEDescription?.KMSMasterKeyArn).toMatch(new RegExp(`:key/${key}$`));
    expect(called.code).toBe(0);
    expect(offboarded.text).toMatch(/Deleted gold/);
    expect(await stateOf(key)).toBe('PendingDeletion');
  }, 180_000);

  it('in the foreground stops everything on Ctrl-C', async () => {
    const child = foreground as ChildProcess;

    child.kill('SIGINT');
    await until('it ends', 30_000, async () => child.exitCode !== null || child.signalCode !== null);

    expect(existsSync(outputsFile)).toBe(false);
    await until(
      'no process of the run is left',
      15_000,
      async () => (await processesOfTheRun()).length === 0,
    );
  }, 180_000);
});
