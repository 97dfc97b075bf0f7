import { findTenant } from '../admin-api/find-tenant';
import type { ExecutionSummary } from '../admin-api/types';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { notFound } from '../failure';
import type { Terminal } from '../output/terminal';
import { localTime, seconds } from '../output/text';
import { failureText, headline, timeline } from '../output/timeline';

export interface ListExecutionsOptions extends CommonOptions {
  limit: number;
}

export async function listExecutions(
  context: Context,
  reference: string,
  options: ListExecutionsOptions,
): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const { tenantRegistrationId, tenantName } = await findTenant(api, reference);
  const executions = await api.executions(tenantRegistrationId, options.limit);
  const table = await executionTable(terminal, executions);
  terminal.result({ executions }, () => (executions.length > 0 ? table : `no executions of ${tenantName}`));
}

/** One execution with every state's seconds; the newest unless it is named. */
export async function showExecution(context: Context, reference: string, name?: string): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const { tenantRegistrationId, tenantName } = await findTenant(api, reference);
  const wanted = name ?? (await api.executions(tenantRegistrationId, 1))[0]?.name;
  if (!wanted) throw notFound(`no executions of ${tenantName}`, `saas tenant show ${tenantName}`);
  const execution = await api.execution(tenantRegistrationId, wanted);
  const { colours } = terminal;
  terminal.result(execution, () =>
    [
      headline(execution, colours, Date.now()),
      timeline(execution, colours, Date.now()),
      ...(execution.failure ? [failureText(execution.failure, colours)] : []),
      colours.dim(execution.consoleUrl),
    ].join('\n'),
  );
}

export const executionTable = (terminal: Terminal, executions: ExecutionSummary[]): Promise<string> =>
  terminal.table(
    ['EXECUTION', 'OPERATION', 'STATUS', 'STARTED', 'TOOK', 'REDRIVES'],
    executions.map((execution) => [
      execution.name,
      execution.operation,
      execution.status,
      localTime(execution.startedAt),
      execution.stoppedAt
        ? seconds((Date.parse(execution.stoppedAt) - Date.parse(execution.startedAt)) / 1000)
        : '',
      execution.redriveCount,
    ]),
  );
