import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { mockClient } from 'aws-sdk-client-mock';
import { lookAtLogGroups } from '../../../lambdas/offboarding/verify-gone/look-at-data';
import { lookAtTags } from '../../../lambdas/offboarding/verify-gone/look-at-tags';
import { subjectOf } from '../../../lambdas/offboarding/verify-gone/remaining';
import { verifyGone } from '../../../lambdas/offboarding/verify-gone/verify-gone';
import { FootprintRemainsError } from '../../../lambdas/shared/errors';
import { buildRemovalPlan } from '../../builders/offboarding';
import { buildWorkflowTenant } from '../../builders/onboarding';

const plan = buildRemovalPlan(buildWorkflowTenant());
const subject = subjectOf(plan);
const table = { type: 'Table', name: 'left' };
const verify = (remaining: (typeof table)[], round: number, redriveCount = 0) =>
  verifyGone([async () => [], async () => remaining])({ plan, round, redriveCount });

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
    const failing = verifyGone([async () => Promise.reject(new Error('throttled'))]);

    await expect(failing({ plan, round: 0, redriveCount: 0 })).rejects.toThrow('throttled');
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

describe('the look at tags', () => {
  const tagging = mockClient(ResourceGroupsTaggingAPIClient);
  const arn = 'arn:aws:dynamodb:eu-west-1:1:table';
  const look = (arns: string[]) => {
    tagging
      .on(GetResourcesCommand)
      .resolves({ ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN })) });
    const client = new ResourceGroupsTaggingAPIClient({ region: 'eu-west-1' });
    return lookAtTags(client, subject, [{ name: 'known' }, { name: 'x', arn: 'sg-1' }]);
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
    const lagging = [`${arn}/known`, 'arn:aws:ec2:eu-west-1:1:security-group/sg-1'];

    expect(await look([...lagging, 'arn:aws:ecs:eu-west-1:1:task/cluster/1'])).toEqual([]);
  });
});
