import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useCallback, useDeferredValue, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { ApiError } from '../../portal-shared/api/errors';
import { Empty } from '../../portal-shared/states/empty';
import { Failed } from '../../portal-shared/states/failed';
import { Loading } from '../../portal-shared/states/loading';
import type { Execution } from '../types';
import { isMarker } from './graph/definition';
import { GraphPanel } from './graph/graph-panel';
import { StateDetails } from './state-details';
import { StatesTable } from './states-table';
import { currentState, useDefinition } from './use-execution';
import { useStateGraph } from './use-state-graph';

/**
 * Graph, list and details of an execution's states, all with one selection: what the address names, else what the
 * execution is at.
 */
export function ExecutionStates({ id, execution }: { id: string; execution: Execution }) {
  const asked = useDefinition(id, execution.name);
  const { layout, summaries, taken } = useStateGraph(asked.data?.data.definition, execution);
  // The graph comes first: a table of 60 rows takes longer than all of it.
  const listed = useDeferredValue(summaries);
  const [address, setAddress] = useSearchParams();
  const states = useMemo(() => layout.nodes.filter((node) => !isMarker(node)), [layout]);
  const node =
    states.find((state) => state.id === address.get('state')) ??
    states.find((state) => state.id === currentState(execution));
  const onSelect = useCallback(
    (state: string) => setAddress({ state }, { replace: true, preventScrollReset: true }),
    [setAddress],
  );

  if (asked.isPending) return <Loading what="the state machine" />;
  if (asked.isError) {
    return asked.error instanceof ApiError && asked.error.status === 404 ? (
      <Empty title="Its states are not known any more">Step Functions keeps an execution for 90 days.</Empty>
    ) : (
      <Failed error={asked.error} onRetry={() => void asked.refetch()} />
    );
  }
  const selection = { selected: node?.id, onSelect };
  return (
    <SpaceBetween size="l">
      <Grid
        gridDefinition={[{ colspan: { default: 12, s: 7, l: 8 } }, { colspan: { default: 12, s: 5, l: 4 } }]}
      >
        <GraphPanel {...{ layout, summaries, taken }} {...selection} />
        <div>
          {node && (
            <StateDetails
              key={node.id}
              id={id}
              name={execution.name}
              node={node}
              summary={summaries.get(node.id)}
            />
          )}
        </div>
      </Grid>
      <StatesTable nodes={states} summaries={listed} {...selection} />
    </SpaceBetween>
  );
}
