import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { ApiError } from '../../portal-shared/api/errors';
import { explain as explainOther } from '../../portal-shared/api/problem';
import { Failed } from '../../portal-shared/states/failed';
import { limitReason, limitTitle } from './limits';
import { limitOf } from './standing';

/** A service that has too much to do refuses with the same status: that is none of the plan. */
const limitIn = (error: unknown, now = Date.now()) => {
  const isOfPlan = error instanceof ApiError && error.status === 429 && !error.isOfService;
  const limit = isOfPlan ? limitOf(error, now) : undefined;
  return limit?.status === 'limited' ? limit : undefined;
};

/** In one text; the plan's 429 as what it is. */
export function explain(error: unknown): string {
  const limit = limitIn(error);
  if (!limit) return explainOther(error);
  const wait = limit.by === 'rate' ? ' Try again in a second.' : '';
  return `${limitTitle(limit)}. ${limitReason(limit)} Nothing was changed.${wait}`;
}

/** In the place of what could not be loaded. What of the plan refused it, and for how long, says the notice above. */
export function Refused({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const limit = limitIn(error);
  if (!limit) return <Failed error={error} onRetry={onRetry} />;
  return (
    <Alert
      type="warning"
      header="This could not be loaded"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {limitTitle(limit)}. It is loaded by itself as soon as your plan allows.
    </Alert>
  );
}
