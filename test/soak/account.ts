import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { ListExecutionsCommand, paginateListStateMachines, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from '../../scripts/local/engine';
import { inventory } from '../builders/inventory';

/** Rows that stay when a tenant is gone: who it was, its receipt, what was done. All else is a trace of it. */
const KEPT = /^(REGISTRATION|TENANT|EXECUTION#.*)$/;

/**
 * Everything of the account that a tenant could leave behind, a sorted line each: its resources, as each service
 * lists them; rows of the registry (a lock, a reserved name, an entry of the ledger); messages that no one could
 * handle; executions that run.
 */
export async function accountLines(port: number, registryTable: string): Promise<string[]> {
  const lines = await Promise.all([
    inventory(port),
    registryRows(port, registryTable),
    messages(port),
    running(port),
  ]);
  return lines.flat().sort();
}

async function registryRows(port: number, TableName: string): Promise<string[]> {
  const client = new DynamoDBClient(clientConfig(port));
  const lines: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    const traces = Items.filter(({ sk }) => !KEPT.test(sk?.S ?? ''));
    lines.push(...traces.map(({ pk, sk }) => `Row ${pk?.S} ${sk?.S}`));
  }
  return lines;
}

async function messages(port: number): Promise<string[]> {
  const client = new SQSClient(clientConfig(port));
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  const counts = await Promise.all(
    QueueUrls.map(async (QueueUrl) => {
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
      const attributes: Record<string, string> = (await client.send(asked)).Attributes ?? {};
      const waiting = ['', 'NotVisible', 'Delayed'].map((kind) =>
        Number(attributes[`ApproximateNumberOfMessages${kind}`] ?? 0),
      );
      return { queue: QueueUrl.split('/').at(-1), count: waiting.reduce((sum, n) => sum + n) };
    }),
  );
  return counts.filter(({ count }) => count > 0).map(({ queue, count }) => `Messages ${queue} ${count}`);
}

async function running(port: number): Promise<string[]> {
  const client = new SFNClient(clientConfig(port));
  const lines: string[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn } of stateMachines) {
      const asked = new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: 'RUNNING',
        maxResults: 1_000,
      });
      const { executions = [] } = await client.send(asked);
      lines.push(...executions.map(({ name }) => `Execution ${name}`));
    }
  }
  return lines;
}
