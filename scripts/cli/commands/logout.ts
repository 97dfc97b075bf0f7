import { cognitoClient, revoke } from '../auth/cognito';
import type { Context } from '../context';

/** Forgets the sessions of the deployment, its tenants' too, and ends them at Cognito. */
export async function logout(context: Context): Promise<void> {
  const { terminal } = context;
  const { adminApiUrl, operator, aws } = await context.deployment();
  const sessions = context.store().removeAllOf(adminApiUrl);
  const cognito = cognitoClient(aws);
  for (const { clientId, refreshToken, userName } of sessions) {
    if (!refreshToken) continue;
    try {
      await revoke(cognito, clientId, refreshToken);
    } catch (error) {
      // It is forgotten here either way; a pool that is gone or not reachable must not keep anybody signed in.
      terminal.note(`Cognito did not end the session of ${userName}: ${(error as Error).message}`);
    }
  }
  const signedOut = sessions.map(({ userName }) => userName);
  terminal.result({ adminApiUrl, signedOut }, () =>
    signedOut.length === 0 ? `nobody was signed in at ${adminApiUrl}` : `signed out: ${signedOut.join(', ')}`,
  );
  if (operator) terminal.note('the next command signs in again with the operator of the local outputs');
}
