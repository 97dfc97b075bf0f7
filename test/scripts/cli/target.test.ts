import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveDeployment } from '../../../scripts/cli/target/resolve';
import { AwsRefusal } from './fake-cognito';
import { FakeDeployment } from './fake-deployment';
import { Shell } from './run-saas';

describe('the deployment that is worked on', () => {
  let deployment: FakeDeployment;
  let shell: Shell;
  let deployed: boolean;

  beforeEach(async () => {
    deployment = await new FakeDeployment().start();
    deployment.cognito.addUser('operators', 'admin', { password: 'Operator-1!' });
    shell = new Shell(deployment);
    shell.environment = {
      AWS_ENDPOINT_URL: deployment.url,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_MAX_ATTEMPTS: '1',
    };
    const outputs = {
      controlPlaneAPIEndpoint: `${deployment.adminApiUrl}/`,
      ControlPlaneIdpUserPoolId: 'us-east-1_operators',
      ControlPlaneIdpClientId: 'operators',
    };
    deployed = true;
    deployment.aws['CloudFormation.DescribeStacks'] = ({ StackName }) => {
      if (StackName !== 'controlplane-stack' || !deployed) {
        throw new AwsRefusal('ValidationError', `Stack with id ${StackName} does not exist`);
      }
      const members = Object.entries(outputs).map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
      );
      return `<Stacks><member><StackName>${StackName}</StackName><StackId>arn:aws:cloudformation:eu-west-1:123456789012:stack/x/1</StackId><CreationTime>2026-01-31T12:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join('')}</Outputs></member></Stacks>`;
    };
  });
  afterEach(async () => {
    shell.close();
    await deployment.stop();
  });

  test('is on AWS by its stack outputs when a region is named, and behaves as a local one', async () => {
    deployment.addTenant({ tenantName: 'acme' });
    const login = await shell.run(['login', '--region', 'eu-west-1', '--password', 'Operator-1!']);

    const status = await shell.run(['status', '--region', 'eu-west-1', '--json']);
    const list = await shell.run(['tenant', 'list', '--region', 'eu-west-1', '--json']);

    expect([login.code, status.code, list.code]).toEqual([0, 0, 0]);
    expect(status.json()).toEqual({
      target: 'aws',
      source: 'region eu-west-1',
      adminApiUrl: deployment.adminApiUrl,
      region: 'eu-west-1',
      account: '123456789012',
      endpointUrl: null,
      reachable: true,
      user: { userName: 'admin', roles: ['SystemAdmin'], expiresAt: expect.any(String) },
    });
    expect(list.json()).toEqual({ tenants: deployment.tenants });
  });

  test('takes region and credentials of a profile', async () => {
    mkdirSync(join(shell.home, '.aws'));
    writeFileSync(
      join(shell.home, '.aws', 'config'),
      '[profile prod]\nregion = ap-south-1\naws_access_key_id = p\naws_secret_access_key = s\n',
    );

    const { json } = await shell.run(['status', '--profile', 'prod', '--json']);

    expect(json()).toMatchObject({ source: 'profile prod, region ap-south-1', region: 'ap-south-1' });
    expect(deployment.awsCalls[0]?.input.StackName).toBe('controlplane-stack');
  });

  test('on AWS nobody is signed in by itself', async () => {
    const { code, stderr } = await shell.run(['tenant', 'list', '--region', 'eu-west-1']);

    expect(code).toBe(4);
    expect(stderr).toContain('saas login');
  });

  test('without the stack it says how to get it, or where else to look', async () => {
    deployed = false;

    const { code, stderr } = await shell.run(['status', '--region', 'eu-west-1']);

    expect(code).toBe(5);
    expect(stderr).toContain('no stack controlplane-stack on AWS (region eu-west-1)');
    expect(stderr).toContain('scripts/install.sh');
  });

  test('without AWS credentials it says how to get them', async () => {
    shell.environment = { AWS_ENDPOINT_URL: deployment.url };

    const { code, stderr } = await shell.run(['status', '--region', 'eu-west-1']);

    expect(code).toBe(4);
    expect(stderr).toContain('no AWS credentials');
    expect(stderr).toContain('--profile');
  });

  test('AWS that refuses is quoted, with what to do', async () => {
    deployment.aws['CloudFormation.DescribeStacks'] = () => {
      throw new AwsRefusal('AccessDenied', 'not authorized to perform cloudformation:DescribeStacks');
    };

    const { code, stderr } = await shell.run(['status', '--region', 'eu-west-1']);

    expect(code).toBe(1);
    expect(stderr).toContain('not authorized to perform cloudformation:DescribeStacks');
  });

  test('is the start of this checkout unless AWS is named', async () => {
    const local = await resolveDeployment({}, shell.outputsFile);

    expect(local).toMatchObject({ kind: 'local', source: shell.outputsFile, account: '000000000000' });
    expect(local.aws).toMatchObject({ endpoint: deployment.url, credentials: { accessKeyId: 'test' } });
  });

  test.each([
    ['{"endpointUrl":', 'is not the outputs of a start'],
    [JSON.stringify({ endpointUrl: 'http://localhost:4566' }), 'region'],
  ])('outputs %s are refused with the field that is wrong', async (text, reason) => {
    writeFileSync(shell.outputsFile, text);

    const { code, stderr } = await shell.saas('status');

    expect(code).toBe(1);
    expect(stderr).toContain(reason);
  });

  test('an outputs file that does not exist is named', async () => {
    const { code, stderr } = await shell.run(['status', '--outputs', '/nowhere/outputs.json']);

    expect(code).toBe(5);
    expect(stderr).toContain('/nowhere/outputs.json does not exist');
  });
});
