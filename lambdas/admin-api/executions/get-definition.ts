import { DescribeStateMachineForExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import type { ExecutionDefinition } from '../../shared/contracts/executions';
import type { JsonObject } from '../../shared/contracts/registry-items';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { findRecord } from './find-record';

/**
 * The state machine as the execution began it: a deployment since has not changed it. It names our functions' ARNs,
 * which an operator may know, and no secret.
 *
 * @throws NotFoundError also for an execution that Step Functions has forgotten
 */
export async function getDefinition(
  { registry, sfn }: { registry: RegistryContext; sfn: SFNClient },
  registrationId: string,
  name: string,
): Promise<ExecutionDefinition> {
  const { executionArn } = await findRecord(registry, registrationId, name);
  try {
    const machine = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    return {
      stateMachineArn: machine.stateMachineArn ?? '',
      definition: JSON.parse(machine.definition ?? '{}') as JsonObject,
    };
  } catch (error) {
    if (!isAwsError(error, 'ExecutionDoesNotExist')) throw error;
    throw new NotFoundError('Execution has expired');
  }
}
