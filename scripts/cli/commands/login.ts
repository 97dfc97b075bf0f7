import { newPasswordOf, passwordOf } from '../auth/passwords';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';

export interface LoginOptions extends CommonOptions {
  user?: string;
  password?: string;
  newPassword?: string;
}

/** Signs an operator in and keeps the session. */
export async function login(context: Context, options: LoginOptions): Promise<void> {
  const deployment = await context.deployment();
  const { operator, operatorPool, adminApiUrl } = deployment;
  const userName = options.user ?? operator?.userName ?? 'admin';
  const known = options.password ?? (userName === operator?.userName ? operator.password : undefined);
  const sessions = await context.sessions();
  const session = await sessions.signIn(sessions.operatorKey(), {
    clientId: operatorPool.clientId,
    userName,
    password: await passwordOf(userName, known, 'SAAS_PASSWORD'),
    newPassword: () => newPasswordOf(userName, options.newPassword),
  });
  context.terminal.result(
    { adminApiUrl, userName, expiresAt: session.expiresAt },
    () => `signed in as ${userName} at ${adminApiUrl}`,
  );
}
