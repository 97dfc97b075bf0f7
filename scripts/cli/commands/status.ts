import type { Session } from '../auth/session-store';
import type { Context } from '../context';
import { explain } from '../explain';
import { CliFailure } from '../failure';

/** Which deployment the commands work on, whether it answers, and as whom. */
export async function status(context: Context): Promise<void> {
  const { terminal } = context;
  const deployment = await context.deployment();
  const api = await context.api();
  // Public, so it tells whether the API answers also when nobody is signed in.
  const problem = await problemOf(() => api.tenantConfig({ tenantName: 'status' }));
  const refusal = problem ?? (await problemOf(() => api.probe()));
  const sessions = await context.sessions();
  const session = sessions.kept(sessions.operatorKey(), deployment.operatorPool.clientId);
  const facts = {
    target: deployment.kind,
    source: deployment.source,
    adminApiUrl: deployment.adminApiUrl,
    region: deployment.region,
    account: deployment.account ?? null,
    endpointUrl: deployment.aws.endpoint ?? null,
    reachable: problem === undefined,
    user: session && !refusal ? identityOf(session) : null,
  };
  terminal.result(facts, () =>
    terminal.facts([
      ['target', `${facts.target} (${facts.source})`],
      ['admin API', facts.adminApiUrl],
      ['region', facts.region],
      ['account', facts.account ?? undefined],
      ['local AWS', facts.endpointUrl ?? undefined],
      ['answers', problem ? `no: ${problem.message}` : 'yes'],
      ['signed in', signedInText(facts.user, refusal)],
    ]),
  );
  if (problem) throw new CliFailure('the deployment does not answer', problem.hint);
}

type Identity = ReturnType<typeof identityOf>;

const signedInText = (user: Identity | null, refusal: CliFailure | undefined): string =>
  user
    ? `${user.userName}${user.roles.length > 0 ? ` (${user.roles.join(', ')})` : ''}`
    : `no: ${refusal ? [refusal.message, refusal.hint].filter(Boolean).join('; ') : 'saas login'}`;

/** Who a session is. The token was issued to us over TLS, so its claims are read without verification. */
function identityOf({ userName, idToken, expiresAt }: Session) {
  const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as {
    'cognito:groups'?: string[];
  };
  return { userName, roles: claims['cognito:groups'] ?? [], expiresAt };
}

async function problemOf(attempt: () => Promise<unknown>): Promise<CliFailure | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    return explain(error);
  }
}
