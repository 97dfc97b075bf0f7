import { DeleteRoleCommand, DeleteRolePolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { deleteOrAccept } from '../../shared/aws/delete';
import type { Clock } from '../../shared/aws/wait-until';
import { TASK_POLICY_NAME } from '../../shared/footprint/task-role';

const GONE = { gone: ['NoSuchEntityException', 'NoSuchEntity'] };

/** Deletes the role of the service's tasks, and before it the policy without which IAM does not let it go. */
export async function deleteTaskRole(iam: IAMClient, RoleName: string, clock: Clock): Promise<void> {
  await deleteOrAccept(
    () => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: TASK_POLICY_NAME })),
    GONE,
    clock,
  );
  await deleteOrAccept(() => iam.send(new DeleteRoleCommand({ RoleName })), GONE, clock);
}
