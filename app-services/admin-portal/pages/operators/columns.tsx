import type { TableProps } from '@cloudscape-design/components/table';
import { dateTime } from '../../../portal-shared/format/locale';
import type { OperatorRow } from '../../types';
import { type OperatorAction, OperatorActions } from './operator-actions';
import { OperatorStatus } from './operator-status';

const COLUMNS: TableProps.ColumnDefinition<OperatorRow>[] = [
  { id: 'name', header: 'User name', isRowHeader: true, cell: ({ userName }) => userName },
  { id: 'email', header: 'E-mail', cell: ({ email }) => email ?? '–' },
  { id: 'role', header: 'Role', cell: ({ userRole }) => userRole ?? 'none' },
  { id: 'status', header: 'State', cell: OperatorStatus },
  { id: 'created', header: 'Created', cell: ({ created }) => dateTime(created) },
];

/** The columns, with that of actions for whoever may act. */
export function columnsFor(props: {
  mayAct: boolean;
  /** Who looks. */
  self: string | undefined;
  onAct: (operator: OperatorRow, action: OperatorAction) => void;
}): TableProps.ColumnDefinition<OperatorRow>[] {
  const { mayAct, self, onAct } = props;
  if (!mayAct) return COLUMNS;
  return [
    ...COLUMNS,
    {
      id: 'actions',
      header: 'Actions',
      minWidth: 220,
      cell: (operator) => (
        <OperatorActions
          operator={operator}
          isSelf={operator.userName.toLowerCase() === self?.toLowerCase()}
          onAct={(action) => onAct(operator, action)}
        />
      ),
    },
  ];
}
