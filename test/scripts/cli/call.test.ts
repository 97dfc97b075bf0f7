import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeDeployment } from './fake-deployment';
import { Shell } from './run-saas';

const ADMIN = 'admin@acme.test';

describe('a tenant', () => {
  let deployment: FakeDeployment;
  let shell: Shell;

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    deployment.cognito.addUser('acme-client', ADMIN, { password: 'Acme-admin-1' });
    const acme = deployment.addTenant({ tenantName: 'acme', email: 'Admin@Acme.test' });
    const known = { ...acme, userName: ADMIN, password: 'Acme-admin-1' };
    shell = new Shell(deployment, deployment.outputs(undefined, [known]));
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  test('is called with the token of its administrator from the outputs, and the answer passes through', async () => {
    deployment.tenantApi = () => ({ status: 200, body: '[ {"orderId":"1"} ]' });

    const { code, stdout, stderr } = await shell.saas('call', 'acme', 'GET', '/orders?limit=1');

    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '[ {"orderId":"1"} ]\n', stderr: '' });
    expect(deployment.tenantRequests).toMatchObject([{ method: 'GET', path: '/orders?limit=1' }]);
    expect(deployment.tenantRequests[0]?.headers.authorization).toMatch(/^Bearer header\.[\w-]+\.signature$/);
    // A tenant needs no operator.
    expect(deployment.adminRequests.map(({ path }) => path)).toEqual(['/tenant-config?tenantName=acme']);
  });

  test('sends data from the command line, a file and standard input', async () => {
    const file = join(shell.home, 'order.json');
    writeFileSync(file, '{"from":"file"}');
    const post = ['call', 'acme', 'POST', '/orders', '--outputs', shell.outputsFile];

    await shell.run([...post, '--data', '{"from":"line"}', '-H', 'if-match: "1"']);
    await shell.run([...post, '--data', `@${file}`, '-H', 'content-type: text/plain']);
    await shell.run([...post, '--data', '-'], '{"from":"input"}');

    const sent = deployment.tenantRequests;
    expect(sent.map(({ body }) => body)).toEqual(['{"from":"line"}', '{"from":"file"}', '{"from":"input"}']);
    expect(sent.map(({ headers }) => headers['content-type'])).toEqual([
      'application/json',
      'text/plain',
      'application/json',
    ]);
    expect(sent[0]?.headers['if-match']).toBe('"1"');
  });

  test('-i shows status and headers, --json both with the parsed body', async () => {
    deployment.tenantApi = () => ({ status: 201, body: { orderId: '1' }, headers: { etag: '"7"' } });

    const text = await shell.saas('call', 'acme', 'POST', '/orders', '-d', '{}', '-i');
    const json = await shell.saas('call', 'acme', 'POST', '/orders', '-d', '{}', '--json');

    expect(text.stdout).toMatch(/^HTTP 201 Created\n(.+\n)*etag: "7"\n(.+\n)*\n\{"orderId":"1"\}\n$/);
    expect(json.json()).toEqual({
      status: 201,
      headers: expect.objectContaining({ etag: '"7"', 'content-type': 'application/json' }),
      body: { orderId: '1' },
    });
  });

  test('a refusal is printed whole and ends with 1', async () => {
    deployment.tenantApi = () => ({ status: 429, body: { message: 'Too Many Requests' } });

    const { code, stdout, stderr } = await shell.saas('call', 'acme', 'GET', '/orders');

    expect({ code, stdout }).toEqual({ code: 1, stdout: '{"message":"Too Many Requests"}\n' });
    expect(stderr).toContain('past its tier');
  });

  test('a redirect is shown and not followed: the token is for this API alone', async () => {
    deployment.tenantApi = () => ({
      status: 302,
      body: '',
      headers: { location: `${deployment.url}/tenant/prod/x` },
    });

    const { code } = await shell.saas('call', 'acme', 'GET', '/orders');

    expect(code).toBe(0);
    expect(deployment.tenantRequests).toHaveLength(1);
  });

  test('another user signs in with a password once and is known afterwards', async () => {
    deployment.cognito.addUser('acme-client', 'bo@acme.test', { password: 'Bo-secret-1' });
    const bo = ['call', 'acme', 'GET', '/orders', '--user', 'Bo@acme.test'];
    const unknown = await shell.saas(...bo);
    shell.environment = { SAAS_TENANT_PASSWORD: 'Bo-secret-1' };

    const first = await shell.saas(...bo);
    shell.environment = {};
    const second = await shell.saas(...bo);

    expect([unknown.code, first.code, second.code]).toEqual([4, 0, 0]);
    expect(unknown.stderr).toContain('SAAS_TENANT_PASSWORD');
    expect(deployment.tenantRequests).toHaveLength(2);
  });

  test('an invited user changes the temporary password at the first sign-in', async () => {
    deployment.cognito.addUser('acme-client', 'bo@acme.test', { password: 'Temporary-1', temporary: true });
    shell.environment = { SAAS_TENANT_PASSWORD: 'Temporary-1', SAAS_NEW_PASSWORD: 'Chosen-2-long' };

    const { code } = await shell.saas('call', 'acme', 'GET', '/orders', '--user', 'bo@acme.test');

    expect(code).toBe(0);
    expect(deployment.cognito.users.get('acme-client bo@acme.test')).toEqual({ password: 'Chosen-2-long' });
  });

  test('an invited user of a local start needs no password, since no e-mail brings one', async () => {
    deployment.cognito.addUser('acme-client', 'bo@acme.test', { password: 'Temporary-1', temporary: true });

    const { code, stdout, stderr } = await shell.saas(
      'call',
      'acme',
      'GET',
      '/orders',
      '--user',
      'bo@acme.test',
    );

    expect(code).toBe(0);
    const { password = '' } = deployment.cognito.users.get('acme-client bo@acme.test') ?? {};
    expect(password).toHaveLength(24);
    expect(stdout + stderr).not.toContain(password);
  });

  test('of a tenant that the outputs do not know the administrator is looked up', async () => {
    shell.close();
    shell = new Shell(deployment);

    const { code } = await shell.saas('call', 'acme', 'GET', '/orders', '--password', 'Acme-admin-1');

    expect(code).toBe(0);
    const signIn = deployment.awsCalls.findLast(({ operation }) => operation.endsWith('InitiateAuth'));
    expect(signIn?.input).toMatchObject({ ClientId: 'acme-client', AuthParameters: { USERNAME: ADMIN } });
  });

  test('that is not provisioned yet cannot be called, and the state is said', async () => {
    deployment.addTenant({ tenantName: 'new', registrationStatus: 'In progress' });
    deployment.configs.delete('new');

    const { code, stderr } = await shell.saas('call', 'new', 'GET', '/orders');

    expect(code).toBe(1);
    expect(stderr).toContain('it is "In progress"');
    expect(stderr).toContain('saas tenant watch new');
  });

  test('users reads every page as the administrator', async () => {
    const user = (email: string) => ({
      username: email,
      email,
      user_role: 'TenantUser',
      status: 'CONFIRMED',
    });
    deployment.tenantApi = ({ path }) =>
      path.includes('next_token=a%20b')
        ? { status: 200, body: [user('bo@acme.test')] }
        : { status: 200, body: [user(ADMIN)], headers: { 'x-next-token': 'a b' } };

    const { code, json } = await shell.saas('tenant', 'users', 'acme', '--json');

    expect(code).toBe(0);
    expect(json()).toEqual({ users: [user(ADMIN), user('bo@acme.test')] });
  });

  test('users as somebody who may not see them is refused with what to do', async () => {
    deployment.tenantApi = () => ({ status: 403, body: { message: 'TenantAdmin only' } });

    const { code, stderr } = await shell.saas('tenant', 'users', 'acme');

    expect(code).toBe(1);
    expect(stderr).toContain('TenantAdmin only');
    expect(stderr).toContain('--user');
  });
});
