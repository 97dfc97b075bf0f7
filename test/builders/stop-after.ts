import { clientConfig } from '../../scripts/local/engine';

export interface Breakpoint {
  /** Begin of the execution's name. */
  executionPrefix: string;
  state: string;
  /** How often the state is left before it stops. @default 1 */
  times?: number;
}

/**
 * Lets the local AWS stop the next execution of a name exactly when it has left a state (the engine's room
 * `execution_breakpoints`). The SDK knows no such action, so the request is written here.
 */
export async function stopAfter(port: number, breakpoint: Breakpoint): Promise<void> {
  const { endpoint, region, credentials } = clientConfig(port);
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '');
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AWSStepFunctions.StopExecutionAfter',
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${day}/${region}/states/aws4_request, SignedHeaders=host, Signature=none`,
    },
    body: JSON.stringify(breakpoint),
  });
  if (!answer.ok) throw new Error(`StopExecutionAfter: ${answer.status} ${await answer.text()}`);
}
