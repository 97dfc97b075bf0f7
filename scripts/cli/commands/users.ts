import type { TenantCredentials } from '../auth/tenant-user';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { CliFailure } from '../failure';
import { localTime } from '../output/text';
import { tenantCaller } from './tenant-request';

/** An item of the tenant API's GET /users (app-services/openapi/tenant-api.openapi.json). */
interface TenantUser {
  username: string;
  email: string;
  user_role: string;
  status: string;
  enabled: boolean;
  created: string;
  modified: string;
}

/** A tenant's users, as its administrator sees them. */
export async function tenantUsers(
  context: Context,
  reference: string,
  options: CommonOptions & TenantCredentials,
): Promise<void> {
  const { terminal } = context;
  const caller = await tenantCaller(context, reference, options);
  const users: TenantUser[] = [];
  let next: string | null = null;
  do {
    const query: string = next ? `?limit=60&next_token=${encodeURIComponent(next)}` : '?limit=60';
    const answer = await caller.send('GET', `/users${query}`);
    if (!answer.ok) throw await refusal(answer, caller.userName);
    users.push(...((await answer.json()) as TenantUser[]));
    // The list is a plain array; where it goes on stands in a header.
    next = answer.headers.get('x-next-token');
  } while (next);
  const table = await terminal.table(
    ['USER', 'ROLE', 'STATUS', 'ENABLED', 'SINCE'],
    users.map((user) => [
      user.email || user.username,
      user.user_role,
      user.status,
      user.enabled ? 'yes' : 'no',
      localTime(user.created),
    ]),
  );
  terminal.result({ users }, () => (users.length > 0 ? table : 'no users'));
}

async function refusal(answer: Response, userName: string): Promise<CliFailure> {
  const text = await answer.text();
  const hint =
    answer.status === 403
      ? `${userName} is no administrator of this tenant; name one with --user`
      : 'saas logs users --since 5m shows what the service says';
  return new CliFailure(`GET /users: HTTP ${answer.status}: ${text}`, hint);
}
