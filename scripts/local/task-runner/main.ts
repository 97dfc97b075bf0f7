/**
 * The task runner's process: plays ECS's agent and Fargate for the local AWS.
 *
 * Usage: main --port <local AWS> --bundles dist/app-services --state <folder>
 *             [--region us-east-1] [--drain-ms 200] [--credentials-seconds 3600]
 *             [--task-endpoint http://127.0.0.1:<proxy>]
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { connectAws } from './aws';
import { CredentialsEndpoint } from './credentials-endpoint';
import { ProcessRecords } from './process-records';
import { roleCredentialsCache } from './role-credentials';
import { Runner } from './runner';
import { ServiceConnect } from './service-connect';
import { TargetRegistration } from './target-registration';
import { TaskLog } from './task-logs';
import type { TaskPlan } from './task-plan';
import { TaskWatch } from './watch-tasks';

const string = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    port: string,
    bundles: string,
    state: string,
    region: string,
    'drain-ms': string,
    'credentials-seconds': string,
    'task-endpoint': string,
  },
});
const options = z
  .strictObject({
    port: z.coerce.number().int().min(1).max(65_535),
    bundles: z.string().transform((path) => resolve(path)),
    state: z.string().transform((path) => resolve(path)),
    region: z.string().default('us-east-1'),
    'drain-ms': z.coerce.number().int().min(0).default(200),
    'credentials-seconds': z.coerce.number().int().min(1).default(3_600),
    'task-endpoint': z.url().optional(),
  })
  .parse(values);

const say = (line: string) => console.log(`${new Date().toISOString()} ${line}`);

async function main(): Promise<void> {
  const endpoint = `http://127.0.0.1:${options.port}`;
  const taskEndpoint = options['task-endpoint'] ?? endpoint;
  const aws = connectAws(endpoint, options.region);
  const records = new ProcessRecords(options.state);

  const credentialsOf = roleCredentialsCache({
    sts: aws.sts,
    iam: aws.iam,
    lifeSeconds: options['credentials-seconds'],
    now: Date.now,
  });
  const credentials = new CredentialsEndpoint(credentialsOf);
  await credentials.listen();
  const host = {
    bundles: options.bundles,
    environment: {
      AWS_REGION: options.region,
      AWS_ENDPOINT_URL: taskEndpoint,
      AWS_ENDPOINT_URL_S3: taskEndpoint,
    },
    credentials,
    credentialsOf,
    serviceConnect: new ServiceConnect(say),
    targets: new TargetRegistration(aws.elb),
    records,
    openLog: (plan: TaskPlan) =>
      new TaskLog(
        aws.logs,
        join(options.state, 'task-logs', `${plan.containerName}-${plan.taskId}.log`),
        plan.logs,
      ),
    drainMs: options['drain-ms'],
    say,
  };
  const runner = new Runner(aws, host, new TaskWatch(aws.ecs), say);
  const stop = () => void runner.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  say(`playing Fargate for ${endpoint}`);
  await runner.run();
  await runner.stop();
  say('ended');
  process.exit(0);
}

void main();
