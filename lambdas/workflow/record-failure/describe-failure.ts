import type { DescribeExecutionOutput } from '@aws-sdk/client-sfn';
import type { Failure } from '../../shared/contracts/registry-items';

/** Characters of a cause that are kept: what an operator reads, not what a debugger wants. */
const LONGEST = 500;

/** Tokens, AWS credentials and whatever follows a word that announces a secret. */
const SECRETS = [
  /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /((?:password|passwd|secret|token|api-?key|authorization|signature)["']?\s*[:=]\s*)("[^"]*"|'[^']*'|\S+)/gi,
];

/** Error and cause of an execution, in words: without the function's stack trace and without secrets. */
export function describeFailure(
  execution: Pick<DescribeExecutionOutput, 'status' | 'error' | 'cause'>,
): Pick<Failure, 'error' | 'cause'> {
  if (execution.status === 'TIMED_OUT') {
    return {
      error: execution.error ?? 'States.Timeout',
      cause: messageOf(execution.cause) || 'The workflow took longer than it may',
    };
  }
  if (execution.status === 'ABORTED') {
    return {
      error: execution.error ?? 'Aborted',
      cause: messageOf(execution.cause) || 'The execution was stopped by hand',
    };
  }
  return {
    error: execution.error ?? 'Unknown',
    cause: messageOf(execution.cause) || 'Step Functions gives no cause',
  };
}

/** A failed function's cause is JSON of its error's type, message and stack trace. */
function messageOf(cause = ''): string {
  let message = cause;
  try {
    const parsed = JSON.parse(cause) as { errorMessage?: unknown } | null;
    if (typeof parsed?.errorMessage === 'string') message = parsed.errorMessage;
  } catch {
    // Not a function's: Step Functions' own words.
  }
  const withoutTrace = message.split(/\n\s+at /)[0] ?? '';
  const clean = SECRETS.reduce(
    (text, secret) =>
      text.replace(
        secret,
        (_match, announced) => `${typeof announced === 'string' ? announced : ''}[hidden]`,
      ),
    withoutTrace.trim(),
  );
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
}
