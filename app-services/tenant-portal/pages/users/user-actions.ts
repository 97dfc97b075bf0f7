import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTenantApi } from '../../api';
import type { components } from '../../openapi-types';
import type { Role } from '../../role';

export type User = components['schemas']['User'];
export type UserAction = 'promote' | 'demote' | 'sign-out' | 'delete';

/** What an action is called, what it does, and what is said once it is done. `own`: to whoever does it. */
export interface Wording {
  text: string;
  question: (user: User, own: boolean) => string;
  done: (user: User) => string;
}

const ownLoss = 'You lose the page of users with it, and have to sign in again.';

export const WORDING: Record<UserAction, Wording> = {
  promote: {
    text: 'Make TenantAdmin',
    question: ({ email }) =>
      `${email} will manage users as you do, from the next sign-in on or within an hour.`,
    done: ({ email }) => `${email} is a TenantAdmin now.`,
  },
  demote: {
    text: 'Make TenantUser',
    question: ({ email }, own) =>
      own ? ownLoss : `${email} will not manage users any more, and has to sign in again.`,
    done: ({ email }) => `${email} is a TenantUser now.`,
  },
  'sign-out': {
    text: 'Sign out everywhere',
    question: ({ email }, own) =>
      own
        ? 'You have to sign in again, here and on every other device.'
        : `${email} has to sign in again on every device.`,
    done: ({ email }) => `${email} is signed out.`,
  },
  delete: {
    text: 'Delete',
    question: ({ email }, own) =>
      own
        ? 'Your own account will be deleted, and you are signed out. This cannot be undone.'
        : `${email} is signed out and cannot sign in any more. This cannot be undone.`,
    done: ({ email }) => `${email} is deleted.`,
  },
};

/** A role is changed to the other one. */
export const actionsFor = ({ user_role }: User): UserAction[] => [
  user_role === 'TenantAdmin' ? 'demote' : 'promote',
  'sign-out',
  'delete',
];

/** Does it, and shows the list as it is then. */
export function useUserAction() {
  const { fetch } = useTenantApi();
  const queryClient = useQueryClient();
  return useMutation({
    async mutationFn({ action, user }: { action: UserAction; user: User }): Promise<void> {
      const params = { path: { userName: user.username } };
      const become = (userRole: Role) => fetch.PUT('/users/{userName}', { params, body: { userRole } });
      switch (action) {
        case 'promote':
          await become('TenantAdmin');
          return;
        case 'demote':
          await become('TenantUser');
          return;
        case 'sign-out':
          await fetch.POST('/users/{userName}', { params, body: { action: 'sign-out' } });
          return;
        case 'delete':
          await fetch.DELETE('/users/{userName}', { params });
      }
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['get', '/users'] }),
  });
}
