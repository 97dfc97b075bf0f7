import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { mockClient } from 'aws-sdk-client-mock';
import { lookAtTaskRoles } from '../../../lambdas/offboarding/verify-gone/look-at-compute';
import { lookAtLogGroups } from '../../../lambdas/offboarding/verify-gone/look-at-data';
import { lookAtPooledUsers } from '../../../lambdas/offboarding/verify-gone/look-at-identity';
import { lookAtTags } from '../../../lambdas/offboarding/verify-gone/look-at-tags';
import { subjectOf } from '../../../lambdas/offboarding/verify-gone/remaining';
import { type PagedLook, verifyGone } from '../../../lambdas/offboarding/verify-gone/verify-gone';
import { FootprintRemainsError } from '../../../lambdas/shared/errors';
import { buildCognitoPool } from '../../builders/cognito-pool';
import { buildRemovalPlan } from '../../builders/offboarding';
import { awsError, buildWorkflowTenant } from '../../builders/onboarding';

const plan = buildRemovalPlan(buildWorkflowTenant());
const subject = subjectOf(plan);
const table = { type: 'Table', name: 'left' };
const verify = (remaining: (typeof table)[], round: number, redriveCount = 0) =>
  verifyGone(
    { atOnce: [async () => [], async () => remaining], inPages: findsNobody },
    { now: () => 0 },
  )({
    ...{ plan, round, redriveCount },
  });
const findsNobody: PagedLook = async () => ({ remaining: [] });

describe('verify-gone', () => {
  it('passes when AWS shows nothing, in whatever round', async () => {
    expect(await verify([], 0)).toEqual({ gone: true, remaining: [] });
    expect(await verify([], 99)).toEqual({ gone: true, remaining: [] });
  });

  it.each([
    [0, 0, false],
    [1, 0, false],
    [2, 0, true],
    [3, 1, false],
    [4, 1, false],
    [5, 1, true],
    [2, 1, false],
  ])('with something left in round %i after %i redrives, gives up: %s', async (round, redrives, givesUp) => {
    const look = verify([table], round, redrives);

    if (givesUp) {
      await expect(look).rejects.toThrow(FootprintRemainsError);
      await expect(look).rejects.toThrow(/Table left/);
    } else expect(await look).toEqual({ gone: false, remaining: [table] });
  });

  it('takes no failed look for an empty one', async () => {
    const failing = verifyGone(
      { atOnce: [async () => Promise.reject(new Error('throttled'))], inPages: findsNobody },
      { now: () => 0 },
    );

    await expect(failing({ plan, round: 0, redriveCount: 0 })).rejects.toThrow('throttled');
  });

  it('asks in pages last, and in the next call of the round goes on there alone', async () => {
    const asked: string[] = [];
    const inPages: PagedLook = async (_subject, { from, mayGoOn }) => {
      asked.push(`users from ${from}, ${mayGoOn() ? 'with' : 'out of'} time`);
      return from ? { remaining: [] } : { remaining: [], next: 'page 2' };
    };
    const others = async () => {
      asked.push('others');
      return [];
    };
    let now = 0;
    const look = verifyGone({ atOnce: [others], inPages }, { now: () => (now += 8_000) });

    const first = await look({ plan, round: 2, redriveCount: 0 });
    const second = await look({ plan, round: 2, redriveCount: 0, next: first.next });

    expect(first).toEqual({ gone: false, remaining: [], next: 'page 2' });
    expect(second).toEqual({ gone: true, remaining: [] });
    expect(asked).toEqual(['others', 'users from undefined, with time', 'users from page 2, with time']);
  });

  it('does not read a whole pool to tell what is known to be left', async () => {
    const inPages = () => Promise.reject(new Error('asked'));
    const look = verifyGone({ atOnce: [async () => [table]], inPages }, { now: () => 0 });

    expect(await look({ plan, round: 0, redriveCount: 0 })).toEqual({ gone: false, remaining: [table] });
  });
});

describe("the look at the shared pool's users", () => {
  const pooled = buildRemovalPlan(buildWorkflowTenant({ tier: 'BASIC', tenantId: 'tenant-1' }));
  const look = (
    pool: ReturnType<typeof buildCognitoPool>,
    from?: string,
    mayGoOn = () => true,
    of = pooled,
  ) => lookAtPooledUsers(pool.client, 'shared', subjectOf(of), { from, mayGoOn });
  const filled = () => {
    const pool = buildCognitoPool();
    for (let n = 0; n < 150; n++) pool.add(`user-${n}`, 'tenant-2');
    return pool;
  };

  it('finds one that was added late, on whatever page, and names nobody', async () => {
    const pool = filled();
    expect(await look(pool)).toEqual({ remaining: [] });

    pool.add('late@acme.example');

    expect(await look(pool)).toEqual({ remaining: [{ type: 'Users', name: 'shared' }] });
  });

  it('says where to go on when its time is over, and begins again where Cognito forgot the place', async () => {
    const pool = filled();
    const short = await look(pool, undefined, () => false);

    expect(short).toEqual({ remaining: [], next: '60' });
    expect(await look(pool, short.next, () => false)).toEqual({ remaining: [], next: '120' });
    expect(await look(pool, '120', () => false)).toEqual({ remaining: [] });
    expect(await look(pool, 'of yesterday', () => false)).toEqual({ remaining: [], next: '60' });
  });

  it('is not for a silo, whose pool goes with its users', async () => {
    const pool = filled();
    const silo = buildRemovalPlan(buildWorkflowTenant({ tier: 'ADVANCED', tenantId: 'tenant-2' }));

    expect(await look(pool, undefined, () => true, silo)).toEqual({ remaining: [] });
    expect(pool.mock.calls()).toEqual([]);
  });
});

describe('the look at log groups', () => {
  const logs = mockClient(CloudWatchLogsClient);
  const own = `/tenants/${subject.name}`;
  const look = () => lookAtLogGroups(new CloudWatchLogsClient({ region: 'eu-west-1' }), subject);

  it.each([
    ['finds its own', [own], [{ type: 'LogGroup', name: own }]],
    ["does not take for its own a neighbour's whose name begins so", [`${own}-12345678`], []],
  ])('%s', async (_what, names, found) => {
    logs
      .on(DescribeLogGroupsCommand)
      .resolves({ logGroups: names.map((logGroupName) => ({ logGroupName })) });

    expect(await look()).toEqual(found);
  });
});

describe('the look at task roles', () => {
  const iam = mockClient(IAMClient);
  const look = () => lookAtTaskRoles(new IAMClient({ region: 'eu-west-1' }), subject);

  it.each(['NoSuchEntityException', 'NoSuchEntity'])(
    'finds each by its name, and takes %s for its absence',
    async (gone) => {
      const RoleName = `${subject.name}-users`;
      iam.reset();
      iam.on(GetRoleCommand).rejects(awsError(gone));
      expect(await look()).toEqual([]);

      iam.on(GetRoleCommand, { RoleName }).resolves({});

      expect(await look()).toEqual([{ type: 'Role', name: RoleName }]);
    },
  );

  it('takes no refusal for an absence', async () => {
    iam.on(GetRoleCommand).rejects(awsError('AccessDenied'));

    await expect(look()).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('the look at tags', () => {
  const tagging = mockClient(ResourceGroupsTaggingAPIClient);
  const arn = 'arn:aws:dynamodb:eu-west-1:1:table';
  const definition = 'arn:aws:ecs:eu-west-1:1:task-definition';
  const ledger: Parameters<typeof lookAtTags>[2] = [
    { type: 'Table', name: 'tenant-x-orders' },
    { type: 'TaskDefinition', name: 'tenant-x-orders', arn: `${definition}/tenant-x-orders:1` },
    { type: 'TargetGroup', name: 'tenant-1-orders' },
    { type: 'LogGroup', name: '/tenants/tenant-x' },
    { type: 'Cluster', name: 'tenant-x' },
    { type: 'Service', name: 'tenant-x-orders' },
    { type: 'ApiKey', name: 'tenant-x', arn: 'k1' },
    { type: 'SecurityGroup', name: 'tenant-x', arn: 'arn:aws:ec2:eu-west-1:1:security-group/sg-1' },
    { type: 'EncryptionKey', name: 'arn:aws:kms:eu-west-1:1:key/1', arn: 'arn:aws:kms:eu-west-1:1:key/1' },
  ];
  const look = (arns: string[]) => {
    tagging
      .on(GetResourcesCommand)
      .resolves({ ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN })) });
    const client = new ResourceGroupsTaggingAPIClient({ region: 'eu-west-1' });
    return lookAtTags(client, subject, ledger);
  };

  it('finds what carries the tag and nobody knows, on every page', async () => {
    tagging
      .on(GetResourcesCommand)
      .resolvesOnce({ ResourceTagMappingList: [{ ResourceARN: `${arn}/first` }], PaginationToken: 'more' })
      .resolves({ ResourceTagMappingList: [{ ResourceARN: `${arn}/second` }] });

    const found = await lookAtTags(new ResourceGroupsTaggingAPIClient({ region: 'eu-west-1' }), subject, []);

    expect(found.map(({ name }) => name)).toEqual([`${arn}/first`, `${arn}/second`]);
  });

  it('leaves to the other looks what the ledger names, and passes over stopped tasks', async () => {
    const lagging = [
      `${arn}/tenant-x-orders`,
      // Of a former deployment: the ledger has the last one's.
      `${definition}/tenant-x-orders:7`,
      'arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/tenant-1-orders/0123456789abcdef',
      'arn:aws:logs:eu-west-1:1:log-group:/tenants/tenant-x',
      'arn:aws:ecs:eu-west-1:1:cluster/tenant-x',
      'arn:aws:ecs:eu-west-1:1:service/tenant-x/tenant-x-orders',
      'arn:aws:apigateway:eu-west-1::/apikeys/k1',
      'arn:aws:ec2:eu-west-1:1:security-group/sg-1',
      'arn:aws:kms:eu-west-1:1:key/1',
    ];

    expect(await look([...lagging, 'arn:aws:ecs:eu-west-1:1:task/cluster/1'])).toEqual([]);
  });

  it.each([
    `${arn}/tenant-x-orders-copy`,
    `${arn}/tenant-x`,
    `${definition}/tenant-x-orders-copy:1`,
    'arn:aws:ecs:eu-west-1:1:service/tenant-x/hand-made',
    'arn:aws:logs:eu-west-1:1:log-group:/tenants/tenant-x/more',
    'arn:aws:apigateway:eu-west-1::/apikeys/k12',
    'arn:aws:ec2:eu-west-1:1:security-group/sg-12',
    'arn:aws:s3:::tenant-x-orders',
  ])('finds what only has the name of something known in its own: %s', async (handMade) => {
    expect(await look([handMade])).toEqual([{ type: 'Tagged', name: handMade }]);
  });
});
