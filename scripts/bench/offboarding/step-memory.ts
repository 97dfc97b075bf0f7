import { readdirSync, readFileSync } from 'node:fs';

/**
 * Peak resident memory of a local function's processes since they started, in MB: the largest, as the kernel noted it,
 * so that no sampling misses it. Needs Linux' `/proc`.
 *
 * @param endpointUrl of the local AWS whose function it is: other ones may have a function of the same name
 * @throws Error when no process of the function runs
 */
export function peakMemoryOf(functionName: string, endpointUrl: string): number {
  const peaks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = read(`/proc/${pid}/environ`).split('\0');
      const own =
        environment.includes(`AWS_LAMBDA_FUNCTION_NAME=${functionName}`) &&
        environment.includes(`AWS_ENDPOINT_URL=${endpointUrl}`);
      const peak = own && /^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
      return peak ? [Number(peak) / 1024] : [];
    });
  if (peaks.length === 0) throw new Error(`no process of ${functionName} runs`);
  return Math.round(Math.max(...peaks));
}

/** Processes end, or are another user's, while they are looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
