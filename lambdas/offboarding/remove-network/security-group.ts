import { DeleteSecurityGroupCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { deleteOrAccept } from '../../shared/aws/delete';
import { idOf } from '../../shared/aws/place';
import type { Clock } from '../../shared/aws/wait-until';
import type { LedgerEntry } from '../../shared/contracts/registry-items';
import { findSecurityGroup } from '../../shared/footprint/security-group';

/**
 * Deletes a tenant's security group, which is in use until the network interfaces of its last tasks are detached.
 *
 * @throws NotReadyError when that takes longer than 20 s
 */
export async function deleteSecurityGroup(
  ec2: EC2Client,
  { state, arn, name, details }: LedgerEntry,
  clock: Clock,
): Promise<void> {
  const vpcId = details?.vpcId;
  if (!vpcId) throw new Error(`the ledger does not say in which VPC the security group ${name} is`);
  const find = () => findSecurityGroup(ec2, { vpcId, name });
  const GroupId = state === 'created' && arn ? idOf(arn) : await find();
  if (!GroupId) return;
  await deleteOrAccept(
    () => ec2.send(new DeleteSecurityGroupCommand({ GroupId })),
    {
      gone: ['InvalidGroup.NotFound'],
      inUse: ['DependencyViolation', 'InvalidGroup.InUse'],
      isThere: async () => (await find()) !== undefined,
    },
    clock,
  );
}
