import createFetchClient, { type Client } from 'openapi-fetch';
import createQueryApi, { type OpenapiQueryClient } from 'openapi-react-query';
import { apiError, SessionEndedError, UnreachableError } from './errors';

/** API Gateway itself gives up after 30 s. */
const TIMEOUT_MS = 35_000;

/** A token for the API; another one when the last was refused; undefined when the session is over. */
export type TokenSource = (renew?: boolean) => Promise<string | undefined>;

type Send = (request: Request) => Promise<Response>;

/** Sends with a time limit; no answer is an {@link UnreachableError}, unless the caller itself gave up. */
const send: Send = async (request) => {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    return await fetch(request, { signal: AbortSignal.any([request.signal, limit]) });
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    throw new UnreachableError('no answer from the API', { cause });
  }
};

/** Adds the user's token, and once a renewed one when it is refused. */
const authorized =
  (token: TokenSource): Send =>
  async (request) => {
    const sendWith = async (copy: Request, renew: boolean) => {
      const bearer = await token(renew);
      if (!bearer) throw new SessionEndedError('the session has ended');
      copy.headers.set('authorization', `Bearer ${bearer}`);
      return send(copy);
    };
    const answer = await sendWith(request.clone(), false);
    return answer.status === 401 ? sendWith(request, true) : answer;
  };

export interface Api<Paths extends object> {
  /** Plain calls, for what no component renders. */
  fetch: Client<Paths>;
  /** `useQuery`, `useMutation` and so on, typed by the API's OpenAPI file. Errors: see errors.ts. */
  query: OpenapiQueryClient<Paths>;
}

/** A client of an API that throws every refusal as an ApiError. Without `token`, for what is public. */
export function createApi<Paths extends object>(baseUrl: string, token?: TokenSource): Api<Paths> {
  const client = createFetchClient<Paths>({
    baseUrl: baseUrl.replace(/\/+$/, ''),
    fetch: token ? authorized(token) : send,
  });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw await apiError(response);
    },
  });
  return { fetch: client, query: createQueryApi(client) };
}
