import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isAwsError } from '../../shared/aws/errors';
import { busEventSchema } from '../../shared/contracts/events';
import type { JsonObject } from '../../shared/contracts/registry-items';
import type { NamedTenant } from '../../shared/contracts/workflow';
import { ConflictError, ValidationError } from '../../shared/errors';
import { validate } from '../../shared/middleware/validate';
import type { RegistryContext } from '../../shared/registry/client';
import { executionName, recordExecution } from '../../shared/registry/executions';
import type { Reject } from './reject';
import type { Workflow, Workflows } from './workflows';

export interface StarterDependencies {
  sfn: SFNClient;
  registry: RegistryContext;
  workflows: Workflows;
  /** Source of the events that may start a workflow. */
  controlPlaneSource: string;
  reject: Reject;
}

export type Outcome = { executionArn: string } | { absorbed: string } | { rejected: string };

/**
 * Starts the workflow that an event of the control plane asks for, under the name `<tenantName>-<operation>-<event
 * id>`: an event that EventBridge delivers twice is one execution. An event that can never start one is put aside,
 * with the reason, instead of being tried again.
 *
 * AWS calls: `states:StartExecution` (`DescribeExecution` when it was started before); for an event that is refused
 * `events:PutEvents`, `sqs:SendMessage`. Registry: GetItem (registration, tenant), PutItem (execution); for a foreign
 * control plane's tenant admission's Query (slots) and PutItem (registration, tenant, name, mailbox, slot).
 */
export const startWorkflow =
  ({ sfn, registry, workflows, controlPlaneSource, reject }: StarterDependencies) =>
  async (received: unknown): Promise<Outcome> => {
    let asked: Workflow | undefined;
    try {
      const event = validate(busEventSchema, received, 'event');
      const workflow = workflows.get(event['detail-type']);
      if (event.source !== controlPlaneSource || !workflow) {
        throw new ValidationError(
          'detail-type',
          `"${event['detail-type']}" of ${event.source} starts no workflow`,
        );
      }
      asked = workflow;
      const detail = event.detail as JsonObject;
      const tenant = await workflow.admit(detail);
      if ('absorbed' in tenant) return tenant;
      const input = { tenant, eventId: event.id, ...workflow.pass?.(detail, event.time) };
      return await start(sfn, registry, workflow, input);
    } catch (error) {
      if (!(error instanceof ValidationError || error instanceof ConflictError)) throw error;
      await reject(error, received, asked?.operation);
      return { rejected: error.message };
    }
  };

async function start(
  sfn: SFNClient,
  registry: RegistryContext,
  { operation, stateMachineArn }: Workflow,
  input: { tenant: NamedTenant; eventId: string },
): Promise<{ executionArn: string }> {
  const { tenant, eventId } = input;
  const name = executionName(tenant.tenantName, operation, eventId);
  const started = await startOnce(sfn, { stateMachineArn, name, input: JSON.stringify(input) });
  await recordExecution(registry, tenant.tenantId, {
    name,
    executionArn: started.executionArn,
    operation,
    startedAt: started.startDate.toISOString(),
  });
  return { executionArn: started.executionArn };
}

/** Step Functions answers alike to the same start while that execution runs, and with an error after it has ended. */
async function startOnce(
  sfn: SFNClient,
  execution: { stateMachineArn: string; name: string; input: string },
): Promise<{ executionArn: string; startDate: Date }> {
  try {
    const { executionArn, startDate } = await sfn.send(new StartExecutionCommand(execution));
    return requireStarted(executionArn, startDate);
  } catch (error) {
    if (!isAwsError(error, 'ExecutionAlreadyExists')) throw error;
    const executionArn = `${execution.stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution.name}`;
    const { startDate } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return requireStarted(executionArn, startDate);
  }
}

function requireStarted(executionArn: string | undefined, startDate: Date | undefined) {
  if (!executionArn || !startDate)
    throw new Error('Step Functions told neither ARN nor start of an execution');
  return { executionArn, startDate };
}
