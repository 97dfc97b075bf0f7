import { stopRun } from '../../scripts/local/stack';
import { E2E_FOLDER } from './global-setup';

export default async function teardown(): Promise<void> {
  await stopRun(E2E_FOLDER);
}
