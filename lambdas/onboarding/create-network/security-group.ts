import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  type EC2Client,
  type IpPermission,
  type Tag,
} from '@aws-sdk/client-ec2';
import { createOrAccept, isAwsError } from '../../shared/aws/errors';
import { SERVICE_PORT } from '../../shared/contracts/service-port';
import { findSecurityGroup } from '../../shared/footprint/security-group';

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

/**
 * Lets the load balancer and the tenant's own tasks reach the services, and nobody else. What goes out of the private
 * subnets is limited for all tenants at once (cdk/constructs/network.ts): here it would be two calls more a tenant.
 */
export const admitTraffic = (ec2: EC2Client, GroupId: string, loadBalancerGroupId: string): Promise<void> =>
  addEach(
    [
      ofServices(loadBalancerGroupId, 'requests through the load balancer'),
      ofServices(GroupId, 'calls between services of the tenant'),
    ],
    (IpPermissions) => ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
  );

/** Where one of the rules is there, EC2 takes none: then each by itself, so that the other is not left out. */
async function addEach(
  permissions: IpPermission[],
  add: (permissions: IpPermission[]) => Promise<unknown>,
): Promise<void> {
  try {
    await add(permissions);
  } catch (error) {
    if (!isAwsError(error, 'InvalidPermission.Duplicate')) throw error;
    for (const each of permissions) {
      await createOrAccept(
        () => add([each]),
        ['InvalidPermission.Duplicate'],
        async () => undefined,
      );
    }
  }
}

const ofServices = (groupId: string, why: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: SERVICE_PORT,
  ToPort: SERVICE_PORT,
  UserIdGroupPairs: [{ GroupId: groupId, Description: why }],
});

function requireId(id: string | undefined, name: string): string {
  if (!id) throw new Error(`EC2 shows no id of the security group ${name}`);
  return id;
}
