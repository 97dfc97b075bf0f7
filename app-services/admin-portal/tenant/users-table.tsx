import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { dateTime } from '../../portal-shared/format/locale';
import { Empty } from '../../portal-shared/states/empty';
import { Failed } from '../../portal-shared/states/failed';
import { useLoadingText } from '../../portal-shared/states/use-loading-text';
import { UserStatus } from '../../portal-shared/states/user-status';
import type { TenantUser } from '../types';
import { TokenPagination } from './token-pagination';
import { useUsers } from './use-users';

const COLUMNS: TableProps.ColumnDefinition<TenantUser>[] = [
  {
    id: 'email',
    header: 'E-mail',
    minWidth: 220,
    isRowHeader: true,
    cell: ({ email, username }) => email ?? username,
  },
  { id: 'role', header: 'Role', cell: ({ user_role }) => user_role ?? '–' },
  { id: 'status', header: 'State', minWidth: 120, cell: (user) => <UserStatus user={user} /> },
  { id: 'created', header: 'Invited', cell: ({ created }) => dateTime(created) },
  { id: 'modified', header: 'Changed', cell: ({ modified }) => dateTime(modified) },
];

/** Who may sign in for the tenant. Its own administrators invite and change them, in the tenant portal. */
export function UsersTable({ id }: { id: string }) {
  const loadingText = useLoadingText('users');
  const { asked, pages, retry } = useUsers(id);
  const failed = asked.isError && <Failed error={asked.error} onRetry={retry} />;
  if (failed && !asked.data) return failed;
  return (
    <SpaceBetween size="l">
      {failed}
      <Table
        header={
          <Header
            variant="h2"
            description="Who may sign in for the tenant; its own administrators invite them and choose their roles."
          >
            Users
          </Header>
        }
        columnDefinitions={COLUMNS}
        items={asked.data?.data ?? []}
        trackBy="username"
        wrapLines
        loading={asked.isPending}
        loadingText={loadingText}
        ariaLabels={{ tableLabel: 'Users' }}
        pagination={<TokenPagination {...pages} of="users" disabled={asked.isPlaceholderData} />}
        empty={
          pages.page === 0 ? (
            <Empty title="No users">
              The first is the administrator, made when the tenant is onboarded; all go with the tenant.
            </Empty>
          ) : (
            <Empty title="Nobody is on this page any more">Those who were here have been removed.</Empty>
          )
        }
      />
    </SpaceBetween>
  );
}
