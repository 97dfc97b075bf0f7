import { useEffect, useRef, useState } from 'react';
import { type Api, createApi } from '../api/client';
import type { TokenKind } from './authenticator';
import { useSession } from './session';

/** An API that is called with the session's tokens. One that refuses even a new token ends the session. */
export function useApi<Paths extends object>(url: string, kind: TokenKind): Api<Paths> {
  const session = useSession();
  const latest = useRef(session);
  useEffect(() => {
    latest.current = session;
  }, [session]);
  const [api] = useState(() => {
    const made = createApi<Paths>(url, (renew) => latest.current.token(kind, renew));
    made.fetch.use({
      onResponse({ response }) {
        if (response.status === 401) void latest.current.expire();
      },
    });
    return made;
  });
  return api;
}
