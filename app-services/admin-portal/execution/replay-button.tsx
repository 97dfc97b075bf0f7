import Button from '@cloudscape-design/components/button';
import { useOperator } from '../operator';
import { useReplay } from '../tenant/actions/use-replay';
import type { Execution } from '../types';

/** Its cause, when an operator has cancelled the offboarding: there is nothing to go on with. */
const CANCELLED = 'OffboardingCancelled';

/** Replays from where it failed, for an operator who may. An export is ordered again instead. */
export function ReplayButton(props: {
  id: string;
  operation: string;
  failure: NonNullable<Execution['failure']>;
}) {
  const { mayAct } = useOperator();
  const { replay, isPending } = useReplay(props.id);
  if (!mayAct || props.operation === 'export' || props.failure.error === CANCELLED) return null;
  return (
    <Button iconName="redo" loading={isPending} loadingText="Replaying" onClick={replay}>
      Replay
    </Button>
  );
}
