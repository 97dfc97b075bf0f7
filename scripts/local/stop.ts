/** Ends what scripts/start.sh of this clone began. */

import { stateFolder } from './paths';
import { stopRun } from './stack';

void stopRun(stateFolder).then((ended) => {
  if (ended.length === 0) console.log('nothing of this clone runs');
  else console.log(`stopped: ${ended.join(', ')}`);
});
