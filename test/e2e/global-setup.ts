import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/local/paths';
import { startStack, stopRun } from '../../scripts/local/stack';
import { recordAllEvents } from './all-events';

/** The end-to-end suite's own product: another port and folder than a start's. */
export const E2E_PORT = 4766;
export const E2E_FOLDER = join(root, '.local/test/e2e');

/** Starts it once for all files of the suite. */
export default async function setup(): Promise<void> {
  await stopRun(E2E_FOLDER);
  rmSync(E2E_FOLDER, { recursive: true, force: true });
  const { stacks } = await startStack({ port: E2E_PORT, folder: E2E_FOLDER });
  const bus = stacks['controlplane-stack']?.eventBridgeArn?.split('/').at(-1) ?? '';
  await recordAllEvents(E2E_PORT, [bus, 'default']);
}
