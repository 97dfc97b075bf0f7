import { DeleteSecurityGroupCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DeleteNamespaceCommand,
  DeleteServiceCommand,
  DuplicateRequest,
  GetOperationCommand,
  ListNamespacesCommand,
  ListServicesCommand,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { mockClient } from 'aws-sdk-client-mock';
import { removeNetwork } from '../../../lambdas/offboarding/remove-network/remove-network';
import { NotReadyError } from '../../../lambdas/shared/errors';
import { awsError, jumpingClock } from '../../builders/onboarding';
import { useRemoval } from '../../builders/removal';

const { registry, name, plan, ...ledger } = useRemoval(14682);
const { states } = ledger;
const ec2 = mockClient(EC2Client);
const cloudMap = mockClient(ServiceDiscoveryClient);
let clock: ReturnType<typeof jumpingClock>;
const remove = () =>
  removeNetwork({
    ec2: new EC2Client({ region: 'eu-west-1' }),
    cloudMap: new ServiceDiscoveryClient({ region: 'eu-west-1' }),
    registry: registry.context,
    clock,
  })({ plan });
const planned = () =>
  ledger.planned([
    { type: 'SecurityGroup', name, details: { vpcId: 'vpc-1' } },
    { type: 'Namespace', name },
  ]);
const arn = (resource: string) => `arn:aws:some:eu-west-1:123456789012:${resource}`;
const created = () =>
  ledger.created([
    { type: 'SecurityGroup', name, arn: arn('security-group/sg-own'), details: { vpcId: 'vpc-1' } },
    { type: 'Namespace', name, arn: arn('namespace/ns-own') },
  ]);
const DELETED = ['Namespace deleted', 'SecurityGroup deleted'];

beforeEach(() => {
  clock = jumpingClock();
  ec2.reset();
  cloudMap.reset();
  ec2.on(DeleteSecurityGroupCommand).resolves({});
  cloudMap.on(DeleteNamespaceCommand).resolves({ OperationId: 'op-1' });
  cloudMap.on(GetOperationCommand).resolves({ Operation: { Status: 'SUCCESS' } });
});

describe('remove-network', () => {
  it('deletes namespace and security group, with three calls', async () => {
    await created();

    await remove();

    expect(cloudMap.commandCalls(DeleteNamespaceCommand)[0]?.args[0].input).toEqual({ Id: 'ns-own' });
    expect(ec2.commandCalls(DeleteSecurityGroupCommand)[0]?.args[0].input).toEqual({ GroupId: 'sg-own' });
    expect(cloudMap.calls().length + ec2.calls().length).toBe(3);
    expect(await states()).toEqual(DELETED);
  });

  it('does nothing for a tenant without a network', async () => {
    await remove();

    expect(cloudMap.calls().length + ec2.calls().length).toBe(0);
  });

  it('deletes the services that ECS has left in the namespace', async () => {
    await created();
    cloudMap
      .on(DeleteNamespaceCommand)
      .rejectsOnce(awsError('ResourceInUse'))
      .resolves({ OperationId: 'op-1' });
    cloudMap
      .on(ListServicesCommand, { Filters: [{ Name: 'NAMESPACE_ID', Values: ['ns-own'], Condition: 'EQ' }] })
      .resolves({ Services: [{ Id: 'srv-1' }, { Id: 'srv-2' }] });
    cloudMap.on(DeleteServiceCommand).resolves({});
    cloudMap.on(DeleteServiceCommand, { Id: 'srv-1' }).rejects(awsError('ServiceNotFound'));

    await remove();

    expect(cloudMap.commandCalls(DeleteServiceCommand).map((call) => call.args[0].input.Id)).toEqual([
      'srv-1',
      'srv-2',
    ]);
    expect(await states()).toEqual(DELETED);
  });

  it('waits while instances are registered, then leaves the waiting to the state machine', async () => {
    await created();
    cloudMap.on(DeleteNamespaceCommand).rejects(awsError('ResourceInUse', 'namespace has services'));
    cloudMap.on(ListServicesCommand).resolves({ Services: [{ Id: 'srv-1' }] });
    cloudMap.on(DeleteServiceCommand).rejects(awsError('ResourceInUse'));

    await expect(remove()).rejects.toThrow(new NotReadyError('namespace has services'));

    expect(clock.now()).toBeLessThanOrEqual(20_000);
    expect(await states()).toEqual(['Namespace created', 'SecurityGroup created']);
  });

  it('waits for the operation, and for that of a former try', async () => {
    await created();
    cloudMap
      .on(DeleteNamespaceCommand)
      .rejects(new DuplicateRequest({ message: 'd', $metadata: {}, DuplicateOperationId: 'op-0' }));
    cloudMap
      .on(GetOperationCommand, { OperationId: 'op-0' })
      .resolvesOnce({ Operation: { Status: 'PENDING' } })
      .resolves({ Operation: { Status: 'SUCCESS' } });

    await remove();

    expect(clock.pauses).toEqual([100]);
    expect(await states()).toEqual(DELETED);
  });

  it.each([
    ['ACCESS_DENIED', 'Error'],
    ['THROTTLED_REQUEST', 'NotReadyError'],
  ])('tells why Cloud Map failed: %s', async (ErrorCode, error) => {
    await created();
    cloudMap
      .on(GetOperationCommand)
      .resolves({ Operation: { Status: 'FAIL', ErrorCode, ErrorMessage: 'the reason' } });

    await expect(remove()).rejects.toMatchObject({
      name: error,
      message: expect.stringContaining('the reason'),
    });
  });

  it('waits until the interfaces of the last tasks are detached', async () => {
    await created();
    ec2.on(DeleteSecurityGroupCommand).rejectsOnce(awsError('DependencyViolation')).resolves({});

    await remove();

    expect(ec2.commandCalls(DeleteSecurityGroupCommand)).toHaveLength(2);
    expect(clock.pauses).toEqual([100]);
  });

  it('accepts both gone', async () => {
    await created();
    cloudMap.on(DeleteNamespaceCommand).rejects(awsError('NamespaceNotFound'));
    ec2.on(DeleteSecurityGroupCommand).rejects(awsError('InvalidGroup.NotFound'));

    await remove();

    expect(await states()).toEqual(DELETED);
  });

  it('finds by their names what has no ARN recorded', async () => {
    await planned();
    cloudMap.on(ListNamespacesCommand).resolves({
      Namespaces: [
        { Id: 'ns-0', Name: `${name}-more` },
        { Id: 'ns-1', Name: name },
      ],
    });
    ec2
      .on(DescribeSecurityGroupsCommand, {
        Filters: [
          { Name: 'vpc-id', Values: ['vpc-1'] },
          { Name: 'group-name', Values: [name] },
        ],
      })
      .resolves({ SecurityGroups: [{ GroupId: 'sg-1' }] });

    await remove();

    expect(cloudMap.commandCalls(DeleteNamespaceCommand)[0]?.args[0].input).toEqual({ Id: 'ns-1' });
    expect(ec2.commandCalls(DeleteSecurityGroupCommand)[0]?.args[0].input).toEqual({ GroupId: 'sg-1' });
  });

  it('deletes nothing that was planned but never made', async () => {
    await planned();
    cloudMap.on(ListNamespacesCommand).resolves({ Namespaces: [{ Id: 'ns-0', Name: 'other' }] });
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [] });

    await remove();

    expect(cloudMap.commandCalls(DeleteNamespaceCommand)).toHaveLength(0);
    expect(ec2.commandCalls(DeleteSecurityGroupCommand)).toHaveLength(0);
    expect(await states()).toEqual(DELETED);
  });

  describe('when AWS refuses', () => {
    beforeEach(async () => {
      await created();
      cloudMap.on(DeleteNamespaceCommand).rejects(awsError('AccessDeniedException'));
      ec2.on(DeleteSecurityGroupCommand).rejects(awsError('UnauthorizedOperation'));
      cloudMap.on(ListNamespacesCommand).resolves({ Namespaces: [] });
      ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [] });
    });

    it('takes for gone what is gone', async () => {
      await remove();

      expect(await states()).toEqual(DELETED);
    });

    it('passes the refusal on while the namespace is there', async () => {
      cloudMap.on(ListNamespacesCommand).resolves({ Namespaces: [{ Id: 'ns-own', Name: name }] });

      await expect(remove()).rejects.toMatchObject({ name: 'AccessDeniedException' });
    });

    it('passes the refusal on while the security group is there', async () => {
      ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: 'sg-own' }] });

      await expect(remove()).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    });
  });
});
