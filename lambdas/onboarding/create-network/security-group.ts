import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  type EC2Client,
  type IpPermission,
  type Tag,
} from '@aws-sdk/client-ec2';
import { createOrAccept, isAwsError } from '../../shared/aws/errors';
import { findSecurityGroup } from '../../shared/footprint/security-group';

/** Port of every service of the sample application. */
const SERVICE_PORT = 3010;

/** Makes a security group; its name is unique in a VPC. */
export const createSecurityGroup = (
  ec2: EC2Client,
  { vpcId, name, tags }: { vpcId: string; name: string; tags: Tag[] },
): Promise<string> =>
  createOrAccept(
    async () => {
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({
          VpcId: vpcId,
          GroupName: name,
          Description: 'Tasks of one tenant',
          TagSpecifications: [{ ResourceType: 'security-group', Tags: tags }],
        }),
      );
      return requireId(GroupId, name);
    },
    ['InvalidGroup.Duplicate'],
    async () => requireId(await findSecurityGroup(ec2, { vpcId, name }), name),
  );

/** Lets the load balancer and the tenant's own tasks reach the services. */
export async function admitTraffic(
  ec2: EC2Client,
  groupId: string,
  loadBalancerGroupId: string,
): Promise<void> {
  const permissions = [
    permission(loadBalancerGroupId, 'requests through the load balancer'),
    permission(groupId, 'calls between services of the tenant'),
  ];
  const admit = (IpPermissions: IpPermission[]) =>
    ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions }));
  try {
    await admit(permissions);
  } catch (error) {
    if (!isAwsError(error, 'InvalidPermission.Duplicate')) throw error;
    // One of them is there and EC2 took none: each by itself, so that the other is not left out.
    for (const each of permissions) {
      await createOrAccept<unknown>(
        () => admit([each]),
        ['InvalidPermission.Duplicate'],
        async () => undefined,
      );
    }
  }
}

const permission = (fromGroupId: string, why: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: SERVICE_PORT,
  ToPort: SERVICE_PORT,
  UserIdGroupPairs: [{ GroupId: fromGroupId, Description: why }],
});

function requireId(id: string | undefined, name: string): string {
  if (!id) throw new Error(`EC2 shows no id of the security group ${name}`);
  return id;
}
