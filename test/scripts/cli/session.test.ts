import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FakeDeployment } from './fake-deployment';
import { type Ran, Shell } from './run-saas';

const OPERATORS = 'operators';

describe('sessions', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  const runs: Ran[] = [];
  const saas = async (...args: string[]) => {
    const ran = await shell.saas(...args);
    runs.push(ran);
    return ran;
  };
  const session = () => JSON.parse(readFileSync(shell.sessionFile, 'utf8')).sessions[deployment.adminApiUrl];
  const signIns = () => deployment.awsCalls.filter(({ operation }) => operation.endsWith('InitiateAuth'));

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser(OPERATORS, 'admin', { password: 'Operator-1!' });
    deployment.cognito.addUser(OPERATORS, 'ann', { password: 'Ann-secret-1' });
    deployment.addTenant({ tenantName: 'acme' });
    shell = new Shell(deployment);
    runs.length = 0;
  });

  afterEach(async () => {
    // Whatever a test does: no secret is printed.
    for (const { stdout, stderr } of runs) {
      expect(stdout + stderr).not.toMatch(
        /Operator-1!|Ann-secret-1|Chosen-2|access-token|refresh-token|signature/,
      );
    }
    shell.close();
    await deployment.stop();
  });

  test('login keeps the session in a file for this user alone', async () => {
    shell.environment = { SAAS_PASSWORD: 'Ann-secret-1' };

    const { code, json, stderr } = await saas('login', '--user', 'ann', '--json');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(json()).toEqual({
      adminApiUrl: deployment.adminApiUrl,
      userName: 'ann',
      expiresAt: expect.any(String),
    });
    expect(statSync(shell.sessionFile).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(shell.sessionFile)).mode & 0o777).toBe(0o700);
    expect(session()).toMatchObject({
      userName: 'ann',
      clientId: OPERATORS,
      refreshToken: expect.any(String),
    });
  });

  test('a kept session is used without another sign-in', async () => {
    await saas('login', '--user', 'ann', '--password', 'Ann-secret-1');

    const listed = await saas('tenant', 'list');

    expect(listed.code).toBe(0);
    expect(signIns()).toHaveLength(1);
    expect(deployment.adminRequests.at(-1)?.headers.authorization).toMatch(/^Bearer access-token-/);
  });

  test('a wrong password is refused with exit code 4', async () => {
    const { code, stdout, stderr } = await saas('login', '--user', 'ann', '--password', 'Wrong-1');

    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('check user name and password');
    expect(existsSync(shell.sessionFile)).toBe(false);
  });

  test('an invited operator chooses a password at the first sign-in', async () => {
    deployment.cognito.addUser(OPERATORS, 'new', { password: 'Temporary-1', temporary: true });
    shell.environment = { SAAS_PASSWORD: 'Temporary-1', SAAS_NEW_PASSWORD: 'Chosen-2-long' };

    const first = await saas('login', '--user', 'new');
    shell.environment = { SAAS_PASSWORD: 'Chosen-2-long' };
    const second = await saas('login', '--user', 'new');

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(session()).toMatchObject({ userName: 'new' });
  });

  test('without a terminal it says how to give the new password, and what a bad one breaks', async () => {
    deployment.cognito.addUser(OPERATORS, 'new', { password: 'Temporary-1', temporary: true });
    shell.environment = { SAAS_PASSWORD: 'Temporary-1' };

    const nobody = await saas('login', '--user', 'new');
    const short = await saas('login', '--user', 'new', '--new-password', 'short');

    expect([nobody.code, short.code]).toEqual([4, 4]);
    expect(nobody.stderr).toContain('SAAS_NEW_PASSWORD');
    expect(short.stderr).toContain('Password not long enough');
  });

  test('a session that is about to end is renewed by its refresh token', async () => {
    deployment.cognito.lifetime = 30;
    await saas('login', '--user', 'ann', '--password', 'Ann-secret-1');
    const before = session();
    deployment.cognito.lifetime = 3600;

    const listed = await saas('tenant', 'list');

    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(signIns().map(({ input }) => input.AuthFlow)).toEqual([
      'USER_PASSWORD_AUTH',
      'REFRESH_TOKEN_AUTH',
    ]);
    expect(session().accessToken).not.toBe(before.accessToken);
    expect(session().refreshToken).toBe(before.refreshToken);
  });

  test('a token that the API refuses is renewed once, and the request sent again', async () => {
    await saas('login', '--user', 'ann', '--password', 'Ann-secret-1');
    deployment.cognito.refuseIssuedTokens();

    const listed = await saas('tenant', 'list', '--json');

    expect(listed.code).toBe(0);
    expect(signIns().at(-1)?.input.AuthFlow).toBe('REFRESH_TOKEN_AUTH');
    expect(deployment.adminRequests).toHaveLength(2);
  });

  test('the operator of the local outputs signs in by itself, and that is said once', async () => {
    const first = await saas('tenant', 'list', '--json');
    const second = await saas('tenant', 'list', '--json');

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(first.stderr).toContain('signed in as admin');
    expect(second.stderr).toBe('');
    expect(signIns()).toHaveLength(1);
  });

  test('a start that was made anew is signed in to anew', async () => {
    await saas('tenant', 'list');
    deployment.cognito.refuseIssuedTokens();
    deployment.cognito.endSessions();

    const listed = await saas('tenant', 'list');

    expect(listed.code).toBe(0);
    expect(signIns().map(({ input }) => input.AuthFlow)).toEqual([
      'USER_PASSWORD_AUTH',
      'REFRESH_TOKEN_AUTH',
      'USER_PASSWORD_AUTH',
    ]);
  });

  test('logout ends every session of the deployment at Cognito and forgets it', async () => {
    await saas('login', '--user', 'ann', '--password', 'Ann-secret-1');
    deployment.cognito.addUser('acme-client', 'admin@acme.test', { password: 'Ann-secret-1' });
    await saas('call', 'acme', 'GET', '/orders', '--password', 'Ann-secret-1');

    const out = await saas('logout', '--json');
    const again = await saas('logout', '--json');

    expect(out.json()).toEqual({
      adminApiUrl: deployment.adminApiUrl,
      signedOut: ['ann', 'admin@acme.test'],
    });
    expect(deployment.cognito.revoked.size).toBe(2);
    expect(again.json()).toEqual({ adminApiUrl: deployment.adminApiUrl, signedOut: [] });
    expect(session()).toBeUndefined();
  });

  test('a damaged session file is replaced, not a reason to fail', async () => {
    await saas('login', '--user', 'ann', '--password', 'Ann-secret-1');
    writeFileSync(shell.sessionFile, '{"version":1,"sess');

    const { code, stderr } = await saas('login', '--user', 'ann', '--password', 'Ann-secret-1');

    expect(code).toBe(0);
    expect(stderr).toContain('is replaced');
    expect(session()).toMatchObject({ userName: 'ann' });
  });

  test('status tells the deployment and who is signed in', async () => {
    await saas('login', '--user', 'ann', '--password', 'Ann-secret-1');

    const { code, json } = await saas('status', '--json');

    expect(code).toBe(0);
    expect(json()).toEqual({
      target: 'local',
      source: shell.outputsFile,
      adminApiUrl: deployment.adminApiUrl,
      region: 'us-east-1',
      account: '000000000000',
      endpointUrl: deployment.url,
      reachable: true,
      user: { userName: 'ann', roles: ['SystemAdmin'], expiresAt: expect.any(String) },
    });
  });

  test('status of a start that has ended says so and what to do', async () => {
    await deployment.stop();

    const { code, json, stderr } = await saas('status', '--json');

    expect(code).toBe(1);
    expect(json()).toMatchObject({ reachable: false, user: null });
    expect(stderr).toContain('scripts/start.sh');
  });
});
