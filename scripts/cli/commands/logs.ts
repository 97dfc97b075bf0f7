import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { findTenant } from '../admin-api/find-tenant';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { logSource } from '../logs/log-groups';
import { logText } from '../logs/log-text';
import { readLogs } from '../logs/read';

export interface LogsOptions extends CommonOptions {
  tenant?: string;
  follow?: boolean;
  /** Milliseconds since 1970. */
  since: number;
}

/** Log lines of a function or service; with --json one JSON object a line. */
export async function logs(context: Context, name: string, options: LogsOptions): Promise<void> {
  const { terminal } = context;
  const deployment = await context.deployment();
  const tenant = options.tenant ? await findTenant(await context.api(), options.tenant) : undefined;
  const client = new CloudWatchLogsClient(deployment.aws);
  const cloudFormation = new CloudFormationClient(deployment.aws);
  const source = await logSource({ cloudFormation, logs: client }, name, tenant);
  let lines = 0;
  for await (const line of readLogs(client, source, {
    since: options.since,
    follow: Boolean(options.follow),
  })) {
    lines += 1;
    if (terminal.json) terminal.event(line);
    else terminal.line(logText(line, terminal.colours));
  }
  if (lines === 0)
    terminal.note(`no lines in ${source.group} since ${new Date(options.since).toISOString()}`);
}
