import type { AdminApi } from '../admin-api/client';
import { findTenant } from '../admin-api/find-tenant';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { CliFailure, EXIT } from '../failure';
import { seconds } from '../output/text';
import { failureText, secondsOf } from '../output/timeline';
import { followTenant, type Order, type Snapshot } from '../watch/follow';
import { presenterFor } from '../watch/present';

export interface WatchOptions extends CommonOptions {
  /** Milliseconds. */
  interval: number;
  timeout: number;
}

interface Watched {
  tenantId: string;
  tenantRegistrationId: string;
  tenantName: string;
  tier: string;
}

export async function watch(context: Context, reference: string, options: WatchOptions): Promise<void> {
  const api = await context.api();
  await watchRegistration(context, api, await findTenant(api, reference), options);
}

/** Shows a workflow's states live. @throws CliFailure unless it ends well */
export async function watchRegistration(
  context: Context,
  api: AdminApi,
  tenant: Watched,
  options: WatchOptions,
  order?: Order,
): Promise<void> {
  const presenter = presenterFor(context.terminal, tenant);
  const follow = { intervalMs: options.interval, timeoutMs: options.timeout, order };
  for await (const snapshot of followTenant(api, tenant.tenantRegistrationId, follow)) {
    presenter.show(snapshot);
    if (snapshot.outcome !== 'running') return finish(context, tenant, snapshot, options);
  }
}

/** Says how it ended, in words or as the last line of JSON Lines. */
function finish(context: Context, tenant: Watched, snapshot: Snapshot, options: WatchOptions): void {
  const { terminal } = context;
  const { registration, execution, outcome } = snapshot;
  const failure = outcome === 'failed' ? (registration.failure ?? execution?.failure) : undefined;
  const took = execution && secondsOf(execution, Date.now());
  if (terminal.json) {
    terminal.event({
      event: 'result',
      outcome: outcome.replace(' ', '-'),
      tenantName: tenant.tenantName,
      tenantId: tenant.tenantId,
      tenantRegistrationId: tenant.tenantRegistrationId,
      registrationStatus: registration.registrationStatus,
      execution: execution?.name ?? null,
      seconds: took === undefined ? null : Number(took.toFixed(3)),
      ...(failure && { failure }),
    });
  }
  if (outcome === 'created' || outcome === 'suspended' || outcome === 'deleted') {
    if (terminal.json) return;
    const { green, bold } = terminal.colours;
    const word = execution?.operation === 'activation' ? 'Resumed' : WORDS[outcome];
    terminal.line(
      `${green(bold(word))} ${tenant.tenantName}${took === undefined ? '' : ` in ${seconds(took)}`}`,
    );
    return;
  }
  if (failure && !terminal.json) terminal.line(failureText(failure, terminal.colours));
  throw failureOf(tenant, snapshot, options);
}

const WORDS = { created: 'Created', suspended: 'Suspended', deleted: 'Deleted' };

function failureOf(
  { tenantName }: Watched,
  { registration, execution, outcome }: Snapshot,
  options: WatchOptions,
) {
  const status = registration.registrationStatus;
  if (outcome === 'failed') {
    const hint = execution
      ? `the timeline: saas execution show ${tenantName}; once the cause is mended: saas tenant replay ${tenantName}; in the console: ${execution.consoleUrl}`
      : 'look at the application plane: it reported the failure';
    // What failed to suspend or to resume is still what it was.
    const stays = status === 'Created' || status === 'Suspended';
    return new CliFailure(
      `${execution?.operation ?? 'onboarding'} ${tenantName} failed: ${stays ? `still "${status}"` : status}`,
      hint,
      EXIT.workflowFailed,
    );
  }
  const hint = execution
    ? `it may still end well: saas tenant watch ${tenantName}`
    : 'no execution has started: saas logs start-workflow --since 15m, and the dead-letter queue of the rule';
  const after = seconds(options.timeout / 1000);
  return new CliFailure(`${tenantName} is still "${status}" after ${after}`, hint, EXIT.timedOut);
}
