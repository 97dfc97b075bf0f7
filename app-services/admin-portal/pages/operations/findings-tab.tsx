import { Loaded } from '../../../portal-shared/states/loaded';
import { useOperator } from '../../operator';
import { FindingsTable } from './findings-table';
import { ReconciliationActions } from './reconciliation-actions';
import { ReconciliationState } from './reconciliation-state';
import { useReconciliation } from './use-reconciliation';

/** What registry, ledger and AWS disagree about, from the last comparison; another one can be ordered. */
export function FindingsTab() {
  const { mayAct } = useOperator();
  const { last, compare, ordering } = useReconciliation();
  return (
    <Loaded query={last} what="the last comparison">
      {({ data: run }) => (
        <FindingsTable
          findings={run.findings}
          more={run.more}
          compared={run.state === 'done'}
          description={<ReconciliationState {...run} />}
          actions={
            mayAct && <ReconciliationActions busy={ordering || run.state === 'running'} compare={compare} />
          }
        />
      )}
    </Loaded>
  );
}
