import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Empty } from '../../../portal-shared/states/empty';
import { Failed } from '../../../portal-shared/states/failed';
import { PageInstead } from '../../../portal-shared/states/page-instead';
import { useLoadingText } from '../../../portal-shared/states/use-loading-text';
import { useOperator } from '../../operator';
import type { OperatorRow } from '../../types';
import { ChangeOperator } from './change-operator';
import { columnsFor } from './columns';
import { CreateOperator } from './create-operator';
import type { OperatorAction } from './operator-actions';
import { useOperators } from './use-operators';

type Dialog = 'create' | { operator: OperatorRow; action: OperatorAction };

/** Who operates the control plane, and what each may do. Whoever may not act sees no action. */
export function OperatorsPage() {
  const loadingText = useLoadingText('operators');
  usePageTitle('Operators');
  const { mayAct, name } = useOperator();
  const { operators, rows } = useOperators();
  const [dialog, setDialog] = useState<Dialog>();
  const close = () => setDialog(undefined);
  const failed = operators.isError && (
    <Failed error={operators.error} onRetry={() => void operators.refetch()} />
  );
  if (failed && !operators.data) {
    return (
      <PageInstead
        title="Operators"
        what="the operators"
        error={operators.error}
        onRetry={() => void operators.refetch()}
      />
    );
  }
  return (
    <>
      {failed}
      <Table
        variant="full-page"
        stickyHeader
        header={
          <Header
            variant="awsui-h1-sticky"
            actions={
              mayAct && (
                <Button variant="primary" onClick={() => setDialog('create')}>
                  Create an operator
                </Button>
              )
            }
          >
            Operators
          </Header>
        }
        columnDefinitions={columnsFor({
          mayAct,
          self: name,
          onAct: (operator, action) => setDialog({ operator, action }),
        })}
        items={rows}
        trackBy="userName"
        loading={operators.isPending}
        loadingText={loadingText}
        ariaLabels={{ tableLabel: 'Operators' }}
        empty={<Empty title="No operators" />}
        footer={
          operators.hasNextPage && (
            <Box textAlign="center">
              <Button loading={operators.isFetchingNextPage} onClick={() => void operators.fetchNextPage()}>
                Show more
              </Button>
            </Box>
          )
        }
      />
      {dialog === 'create' && <CreateOperator onDone={close} />}
      {typeof dialog === 'object' && <ChangeOperator {...dialog} onDone={close} />}
    </>
  );
}
