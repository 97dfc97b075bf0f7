import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { findTenant } from '../admin-api/find-tenant';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { CliFailure, notFound } from '../failure';
import { onOneLine } from '../output/text';
import { stackOutputs } from '../target/stack-outputs';

export interface ReconcileOptions extends CommonOptions {
  fix?: boolean;
  tenant?: string;
}

/** A page of the function's report, as far as this command line reads it. */
const pageSchema = z.object({
  checkedAt: z.string(),
  tenants: z.number(),
  /** Absent of a reconciler that does not tell. */
  skipped: z.number().default(0),
  findings: z.array(
    z.object({
      kind: z.string(),
      tenantId: z.string(),
      tenantName: z.string(),
      type: z.string(),
      name: z.string(),
      detail: z.string(),
      advice: z.string(),
      mended: z.boolean().optional(),
    }),
  ),
  next: z.string().optional(),
});
type Page = z.infer<typeof pageSchema>;
type Finding = Page['findings'][number];

/** Compares registry, ledger and AWS. @throws CliFailure when something was found and not mended */
export async function reconcile(context: Context, options: ReconcileOptions): Promise<void> {
  const { terminal } = context;
  const deployment = await context.deployment();
  const stack = 'coreappplane-stack';
  const FunctionName = (await stackOutputs(new CloudFormationClient(deployment.aws), [stack])).get(
    'ReconcilerFunctionName',
  );
  if (!FunctionName) {
    throw notFound(
      `stack ${stack} has no output ReconcilerFunctionName`,
      'deploy it again: scripts/start.sh, on AWS scripts/install.sh',
    );
  }
  const tenantId = options.tenant
    ? (await findTenant(await context.api(), options.tenant)).tenantId
    : undefined;
  const lambda = new LambdaClient(deployment.aws);
  const order = { fix: Boolean(options.fix), ...(tenantId ? { tenantId } : {}) };
  const report: Omit<Page, 'next'> = { checkedAt: '', tenants: 0, skipped: 0, findings: [] };
  let cursor: string | undefined;
  do {
    const page = await ask(lambda, FunctionName, { ...order, ...(cursor ? { cursor } : {}) });
    report.checkedAt ||= page.checkedAt;
    report.tenants += page.tenants;
    report.skipped += page.skipped;
    report.findings.push(...page.findings);
    cursor = page.next;
    if (cursor && !terminal.json) terminal.note(`${report.tenants} tenants compared, going on`);
  } while (cursor);
  const open = report.findings.filter(({ mended }) => !mended);
  const leftOut = report.skipped > 0 ? `, ${report.skipped} left out, which an operation holds` : '';
  terminal.result(report, () =>
    [
      ...report.findings.map((finding) => textOf(finding, context)),
      `${report.tenants} tenant${report.tenants === 1 ? '' : 's'} compared${leftOut}: ${report.findings.length} found, ${report.findings.length - open.length} mended`,
    ].join('\n'),
  );
  if (open.length > 0) throw new CliFailure(`${open.length} found and not mended`);
}

async function ask(lambda: LambdaClient, FunctionName: string, order: object): Promise<Page> {
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(order)) }),
  );
  const answer: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
  if (FunctionError) {
    const { errorType, errorMessage } = (answer ?? {}) as { errorType?: string; errorMessage?: string };
    throw new CliFailure(
      `the reconciler failed: ${errorType ?? FunctionError}: ${errorMessage ?? ''}`,
      'its log: saas logs reconcile',
    );
  }
  return pageSchema.parse(answer);
}

function textOf(finding: Finding, { terminal: { colours } }: Context): string {
  const { kind, tenantName, tenantId, type, name, detail, advice, mended } = finding;
  const head = `${mended ? colours.green('mended') : colours.red(kind)}  ${tenantName || tenantId}  ${type} ${name}`;
  return [
    onOneLine(head),
    `  ${onOneLine(detail)}`,
    ...(mended ? [] : [`  ${colours.dim(onOneLine(advice))}`]),
  ].join('\n');
}
