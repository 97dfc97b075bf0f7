import { useUser } from '../portal-shared/session/session';

export type Role = 'TenantAdmin' | 'TenantUser';

/** As the token says: for menus and pages. The users service asks the pool what the user is now. */
export const useIsAdmin = (): boolean => useUser().claims['custom:userRole'] === 'TenantAdmin';
