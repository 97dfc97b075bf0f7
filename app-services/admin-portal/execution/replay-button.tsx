import Button from '@cloudscape-design/components/button';
import { PortalLink } from '../../portal-shared/shell/portal-link';
import { useOperator } from '../operator';
import { executionPath } from '../paths';
import { useReplay } from '../tenant/actions/use-replay';
import type { Execution } from '../types';
import { nameOf } from './operation';
import { useReplayed } from './use-replayed';

interface Props {
  /** Of the registration. */
  id: string;
  execution: Execution;
}

/** Its cause, when an operator has cancelled the offboarding: there is nothing to go on with. */
const CANCELLED = 'OffboardingCancelled';

/** An export is ordered again instead. */
const goesOn = ({ operation, failure }: Execution): boolean =>
  operation !== 'export' && failure?.error !== CANCELLED;

/** Replays from where it failed, for an operator who may; a replay goes on with what failed last alone. */
export function ReplayButton({ id, execution }: Props) {
  const { mayAct } = useOperator();
  const { replay, isPending } = useReplay(id);
  const replayed = useReplayed(id);
  if (!mayAct || !goesOn(execution) || replayed !== execution.executionArn) return null;
  return (
    <Button iconName="redo" loading={isPending} loadingText="Replaying" onClick={replay}>
      Replay
    </Button>
  );
}

/** Says so of an execution after which another operation has begun, and where that is. */
export function Overtaken({ id, execution }: Props) {
  const replayed = useReplayed(id);
  if (!goesOn(execution) || replayed === undefined || replayed === execution.executionArn) return null;
  return (
    <div>
      It is not what a replay would go on with: the tenant has a later operation.{' '}
      <PortalLink href={executionPath(id, nameOf(replayed))}>Look at that one</PortalLink>
    </div>
  );
}
