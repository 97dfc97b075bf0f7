import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  CreateHttpNamespaceCommand,
  DuplicateRequest,
  GetOperationCommand,
  ListNamespacesCommand,
  NamespaceAlreadyExists,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { mockClient } from 'aws-sdk-client-mock';
import { createNetwork } from '../../../lambdas/onboarding/create-network/create-network';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { useLocalAws } from '../../builders/local-aws';
import { awsError, buildPlan, buildWorkflowTenant, jumpingClock } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15123));
const ec2 = mockClient(EC2Client);
const cloudMap = mockClient(ServiceDiscoveryClient);
const tenant = buildWorkflowTenant();
const name = footprintName(tenant);
const clock = jumpingClock();
const create = () =>
  createNetwork({
    ec2: new EC2Client({ region: 'eu-west-1' }),
    cloudMap: new ServiceDiscoveryClient({ region: 'eu-west-1' }),
    registry: registry.context,
    vpcId: 'vpc-1',
    clock,
  })({ plan: buildPlan(tenant) });
const NETWORK = {
  securityGroupId: 'sg-own',
  namespaceArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-1',
};
const done = { Operation: { Status: 'SUCCESS' as const, Targets: { NAMESPACE: 'ns-1' } } };

beforeEach(() => {
  ec2.reset();
  cloudMap.reset();
  ec2.on(CreateSecurityGroupCommand).resolves({ GroupId: 'sg-own' });
  ec2.on(AuthorizeSecurityGroupIngressCommand).resolves({});
  cloudMap.on(CreateHttpNamespaceCommand).resolves({ OperationId: 'op-1' });
  cloudMap.on(GetOperationCommand).resolves(done);
});

describe('create-network', () => {
  it("admits the cell's load balancer and the tenant's own tasks, on the services' port", async () => {
    expect(await create()).toEqual(NETWORK);

    const [ingress] = ec2.commandCalls(AuthorizeSecurityGroupIngressCommand);
    expect(ingress?.args[0].input.IpPermissions).toEqual(
      ['sg-balancer', 'sg-own'].map((GroupId) => ({
        IpProtocol: 'tcp',
        FromPort: 3010,
        ToPort: 3010,
        UserIdGroupPairs: [{ GroupId, Description: expect.any(String) }],
      })),
    );
    expect(ec2.calls()).toHaveLength(2);
    expect(cloudMap.calls()).toHaveLength(2);
  });

  it('waits for Cloud Map, then leaves the waiting to the state machine', async () => {
    cloudMap.on(GetOperationCommand).resolves({ Operation: { Status: 'PENDING' } });

    await expect(create()).rejects.toThrow(NotReadyError);

    const waited = clock.pauses.reduce((sum, pause) => sum + pause, 0);
    expect(waited).toBeGreaterThan(12_000);
    expect(waited).toBeLessThanOrEqual(15_000);
  });

  it('tells why Cloud Map failed', async () => {
    cloudMap
      .on(GetOperationCommand)
      .resolves({ Operation: { Status: 'FAIL', ErrorMessage: 'limit of namespaces' } });

    await expect(create()).rejects.toThrow(/limit of namespaces/);
  });

  it('goes on with an operation that a former try began', async () => {
    cloudMap
      .on(CreateHttpNamespaceCommand)
      .rejects(new DuplicateRequest({ message: 'd', $metadata: {}, DuplicateOperationId: 'op-0' }));
    cloudMap.on(GetOperationCommand).rejects(awsError('unknown operation'));
    cloudMap.on(GetOperationCommand, { OperationId: 'op-0' }).resolves(done);

    expect(await create()).toEqual(NETWORK);
  });

  it('accepts a namespace that is there', async () => {
    cloudMap
      .on(CreateHttpNamespaceCommand)
      .rejects(new NamespaceAlreadyExists({ message: 'n', $metadata: {}, NamespaceId: 'ns-1' }));

    expect(await create()).toEqual(NETWORK);
  });

  it('looks for a namespace that a former try may have made', async () => {
    cloudMap.on(GetOperationCommand).rejectsOnce(awsError('TimeoutError')).resolves(done);
    await expect(create()).rejects.toMatchObject({ name: 'TimeoutError' });
    cloudMap.on(ListNamespacesCommand).resolves({
      Namespaces: [
        { Id: 'ns-0', Name: 'other' },
        { Id: 'ns-1', Name: name },
      ],
    });
    ec2.on(CreateSecurityGroupCommand).rejects(awsError('InvalidGroup.Duplicate'));
    ec2
      .on(DescribeSecurityGroupsCommand, {
        Filters: [
          { Name: 'vpc-id', Values: ['vpc-1'] },
          { Name: 'group-name', Values: [name] },
        ],
      })
      .resolves({ SecurityGroups: [{ GroupId: 'sg-own' }] });

    expect(await create()).toEqual(NETWORK);
    expect(cloudMap.commandCalls(CreateHttpNamespaceCommand)).toHaveLength(1);
  });

  it('adds the one permission that is missing beside one that is there', async () => {
    const admitted: (string | undefined)[] = [];
    ec2.on(AuthorizeSecurityGroupIngressCommand).callsFake(async ({ IpPermissions }) => {
      const froms = (IpPermissions as { UserIdGroupPairs: { GroupId: string }[] }[]).map(
        (permission) => permission.UserIdGroupPairs[0]?.GroupId,
      );
      if (froms.includes('sg-balancer')) throw awsError('InvalidPermission.Duplicate');
      admitted.push(...froms);
      return {};
    });

    expect(await create()).toEqual(NETWORK);
    expect(admitted).toEqual(['sg-own']);
  });
});
