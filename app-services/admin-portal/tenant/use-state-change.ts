import { useEffect, useRef } from 'react';
import { useRefresh } from '../../portal-shared/queries/use-refresh';

/**
 * What the state of a tenant says something about, though each is looked at in its own time, and at rest seldom. Not its
 * usage: of a tenant that leaves, there is none from some moment on.
 */
const FOLLOWS = [
  '/tenants/{id}',
  ...['footprint', 'executions', 'users'].map((part) => `/tenant-registrations/{id}/${part}`),
];

/** Asks anew for the rest of a tenant's page as soon as its state is another. */
export function useStateChange(state: string | undefined): void {
  const refresh = useRefresh();
  const last = useRef(state);
  useEffect(() => {
    if (last.current !== undefined && last.current !== state) void refresh(...FOLLOWS);
    last.current = state;
  }, [state, refresh]);
}
