import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APIGatewayClient, paginateGetApiKeys } from '@aws-sdk/client-api-gateway';
import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  paginateGetExecutionHistory,
  paginateListExecutions,
  paginateListStateMachines,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { ListQueuesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig } from '../../scripts/local/engine';
import type { Written } from './patterns';

/** Every line in CloudWatch: functions, services, access logs of the gateways, state machines. */
export async function logLines(port: number): Promise<Written[]> {
  const client = new CloudWatchLogsClient(clientConfig(port));
  const lines: Written[] = [];
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName } of logGroups) {
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName })) {
        for (const { message = '' } of events) lines.push({ place: `log ${logGroupName}`, text: message });
      }
    }
  }
  return lines;
}

/** Every event of every execution: inputs, outputs, causes. */
export async function histories(port: number): Promise<Written[]> {
  const client = new SFNClient(clientConfig(port));
  const written: Written[] = [];
  for await (const { stateMachines = [] } of paginateListStateMachines({ client }, {})) {
    for (const { stateMachineArn } of stateMachines) {
      for await (const { executions = [] } of paginateListExecutions({ client }, { stateMachineArn })) {
        for (const { executionArn, name } of executions) {
          const pages = paginateGetExecutionHistory({ client }, { executionArn, includeExecutionData: true });
          for await (const { events = [] } of pages) {
            for (const event of events)
              written.push({ place: `history ${name}`, text: JSON.stringify(event) });
          }
        }
      }
    }
  }
  return written;
}

/** Every message that waits for an operator, with its event and why it was given up. No one else sees them for a while. */
export async function deadLetters(port: number): Promise<Written[]> {
  const sqs = new SQSClient(clientConfig(port));
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const written: Written[] = [];
  for (const QueueUrl of QueueUrls.filter((url) => url.includes('-dead-letters-'))) {
    written.push(...(await messagesIn(sqs, QueueUrl)));
  }
  return written;
}

/** Every message of a queue, hidden from then on for longer than a suite looks. */
export async function messagesIn(sqs: SQSClient, QueueUrl: string): Promise<Written[]> {
  const place = `queue ${QueueUrl.slice(QueueUrl.lastIndexOf('/') + 1)}`;
  const written: Written[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return written;
    written.push(...Messages.map(({ Body = '' }) => ({ place, text: Body })));
  }
}

/** Values of the API keys that there are. */
export async function apiKeyValues(port: number): Promise<string[]> {
  const client = new APIGatewayClient(clientConfig(port));
  const values: string[] = [];
  for await (const { items = [] } of paginateGetApiKeys({ client }, { includeValues: true })) {
    values.push(...items.flatMap(({ value }) => value ?? []));
  }
  return values;
}

/** Templates as they are deployed, and their outputs. */
export function templates(folder: string): Written[] {
  const out = join(folder, 'cdk.out');
  const files = readdirSync(out).filter((file) => file.endsWith('.template.json'));
  return [...files.map((file) => join(out, file)), join(folder, 'stack-outputs.json')]
    .filter((file) => existsSync(file))
    .map((file) => ({ place: file.slice(folder.length + 1), text: readFileSync(file, 'utf8') }));
}
