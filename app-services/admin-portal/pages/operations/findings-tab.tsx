import { Failed } from '../../../portal-shared/states/failed';
import { Loading } from '../../../portal-shared/states/loading';
import { useOperator } from '../../operator';
import { FindingsTable } from './findings-table';
import { ReconciliationActions } from './reconciliation-actions';
import { ReconciliationState } from './reconciliation-state';
import { useReconciliation } from './use-reconciliation';

/** What registry, ledger and AWS disagree about, from the last comparison; another one can be ordered. */
export function FindingsTab() {
  const { mayAct } = useOperator();
  const { last, compare, ordering } = useReconciliation();
  if (last.isError && !last.data) {
    return <Failed error={last.error} onRetry={() => void last.refetch()} />;
  }
  if (!last.data) return <Loading what="the last comparison" />;
  const run = last.data.data;
  return (
    <FindingsTable
      findings={run.findings}
      more={run.more}
      compared={run.state === 'done'}
      description={<ReconciliationState {...run} />}
      actions={
        mayAct && <ReconciliationActions busy={ordering || run.state === 'running'} compare={compare} />
      }
    />
  );
}
