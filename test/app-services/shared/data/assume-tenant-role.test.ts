import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { assumeTenantRole } from '../../../../app-services/shared/data/assume-tenant-role';

const sts = mockClient(STSClient);
const expiration = new Date('2030-01-01');

beforeEach(() => {
  sts.reset();
  sts.on(AssumeRoleCommand).resolves({
    Credentials: {
      AccessKeyId: 'key',
      SecretAccessKey: 'secret',
      SessionToken: 'session',
      Expiration: expiration,
    },
  });
});

const assume = assumeTenantRole(new STSClient({}), 'arn:aws:iam::111122223333:role/data', 'orders');

it('tags the session with the tenant and names it after service and tenant', async () => {
  await assume('tenant-1');
  expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toEqual({
    RoleArn: 'arn:aws:iam::111122223333:role/data',
    RoleSessionName: 'orders-tenant-1',
    DurationSeconds: 3600,
    Tags: [{ Key: 'tenant', Value: 'tenant-1' }],
  });
});

it('keeps the session name within what STS takes', async () => {
  await assume('t'.repeat(64));
  expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input.RoleSessionName).toMatch(/^[\w+=,.@-]{2,64}$/);
});

it('gives credentials with their expiration', async () => {
  expect(await assume('tenant-1')).toEqual({
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    sessionToken: 'session',
    expiration,
  });
});

it('fails rather than give half of the credentials', async () => {
  sts.on(AssumeRoleCommand).resolves({});
  await expect(assume('tenant-1')).rejects.toThrow('without credentials');
});
