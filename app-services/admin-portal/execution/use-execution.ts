import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';
import type { Execution } from '../types';

export const runs = ({ status }: Pick<Execution, 'status'>): boolean =>
  status === 'RUNNING' || status === 'PENDING_REDRIVE';

const CONTAINERS = ['Parallel', 'Map'];

/** Whether the next state may begin at any moment; a Wait can take months. */
const isBusy = (execution: Execution | undefined): boolean =>
  execution !== undefined &&
  runs(execution) &&
  !execution.timeline
    .filter(({ left, type }) => left === undefined && !CONTAINERS.includes(type))
    .some(({ type }) => type === 'Wait');

/** An execution, live: what changes is seen within a second while it is busy. */
export function useExecution(id: string, name: string) {
  const { query } = useAdminApi();
  const whileBusy = usePolling({ fastestMs: 500, slowestMs: 900 });
  const otherwise = usePolling();
  return query.useQuery(
    'get',
    '/tenant-registrations/{id}/executions/{name}',
    { params: { path: { id, name } } },
    { refetchInterval: (asked) => (isBusy(asked.state.data?.data) ? whileBusy(asked) : otherwise(asked)) },
  );
}

/** The state machine as the execution began it, which never changes. */
export function useDefinition(id: string, name: string) {
  const { query } = useAdminApi();
  return query.useQuery(
    'get',
    '/tenant-registrations/{id}/executions/{name}/definition',
    { params: { path: { id, name } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
}

/** The state that one looks at: where it failed, else the last of those that go on, else the last. */
export function currentState({
  failure,
  timeline,
}: Pick<Execution, 'failure' | 'timeline'>): string | undefined {
  const goesOn = timeline.findLast(({ left, type }) => left === undefined && !CONTAINERS.includes(type));
  return failure?.state || (goesOn ?? timeline.at(-1))?.state;
}
