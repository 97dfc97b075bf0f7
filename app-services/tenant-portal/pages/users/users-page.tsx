import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import { ApiError } from '../../../portal-shared/api/errors';
import { dateTime } from '../../../portal-shared/format/locale';
import { useUser } from '../../../portal-shared/session/session';
import { UserStatus } from '../../../portal-shared/states/user-status';
import { useTenantApi } from '../../api';
import { ListTable } from '../../lists/list-table';
import { useList } from '../../lists/use-list';
import { useIsAdmin } from '../../role';
import { AdminsOnly } from './admins-only';
import { ConfirmAction } from './confirm-action';
import { actionsFor, type User, type UserAction, WORDING } from './user-actions';

const idOf = ({ username }: User) => username;

const columnsFor = (
  own: string,
  onAction: (user: User, action: UserAction) => void,
): TableProps.ColumnDefinition<User>[] => [
  {
    id: 'email',
    header: 'E-mail',
    cell: ({ email, username }) => (username === own ? `${email} (you)` : email),
    isRowHeader: true,
  },
  { id: 'role', header: 'Role', cell: ({ user_role }) => user_role },
  { id: 'status', header: 'State', cell: (user) => <UserStatus user={user} /> },
  { id: 'created', header: 'Invited', cell: ({ created }) => dateTime(created) },
  {
    id: 'actions',
    header: 'Actions',
    width: 110,
    cell: (user) => (
      <ButtonDropdown
        variant="inline-icon"
        ariaLabel={`Actions for ${user.email}`}
        expandToViewport
        items={actionsFor(user).map((id) => ({ id, text: WORDING[id].text }))}
        onItemClick={({ detail }) => onAction(user, detail.id as UserAction)}
      />
    ),
  },
];

function UserList() {
  const { fetch } = useTenantApi();
  const own = useUser().name;
  const [asked, setAsked] = useState<{ user: User; action: UserAction }>();
  const list = useList<User>('/users', (query, signal) => fetch.GET('/users', { params: { query }, signal }));
  // The token may say what is true no more.
  if (list.error instanceof ApiError && list.error.status === 403) return <AdminsOnly />;
  return (
    <>
      <ListTable
        title="Users"
        list={list}
        idOf={idOf}
        columns={columnsFor(own, (user, action) => setAsked({ user, action }))}
        create={{ href: '/users/new', text: 'Invite user' }}
        empty={{ title: 'No users on this page', text: 'Others may be on the next one.' }}
      />
      {asked && <ConfirmAction {...asked} onDone={() => setAsked(undefined)} />}
    </>
  );
}

/** Those who may sign in for the tenant. */
export const UsersPage = () => (useIsAdmin() ? <UserList /> : <AdminsOnly />);
