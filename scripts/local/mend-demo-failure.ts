/**
 * Removes the cause of the onboarding that `scripts/start.sh --demo-failure` made fail. The tenant is then replayed
 * from the portal, or by `scripts/saas tenant replay`.
 *
 * Usage: npm run demo:mend
 */
import { mendTheFailure } from './demo/failure';
import { readOutputs } from './outputs';
import { stateFolder } from './paths';

async function main(): Promise<void> {
  const outputs = readOutputs(stateFolder);
  if (!outputs) throw new Error('nothing of this clone runs: scripts/start.sh --demo-failure');
  await mendTheFailure(outputs);
  console.log('mended: the workflow may make tables again');
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
