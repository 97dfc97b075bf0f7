import { CliFailure, EXIT } from '../failure';
import { ask, canAsk } from './prompt';

/**
 * A password that is known (an option or an environment variable), else a hidden question for it.
 * @param variable named in the error when nobody can be asked
 */
export async function passwordOf(
  userName: string,
  known: string | undefined,
  variable: string,
): Promise<string> {
  if (known) return known;
  if (canAsk()) return ask(`Password of ${userName}: `, { hidden: true });
  throw new CliFailure(
    `no password for ${userName}, and no terminal to ask at`,
    `set it in the environment variable ${variable}`,
    EXIT.notSignedIn,
  );
}

/** The password that replaces a temporary one: asked twice, for nobody sees what is typed. */
export async function newPasswordOf(userName: string, known: string | undefined): Promise<string> {
  if (known) return known;
  if (!canAsk()) {
    throw new CliFailure(
      `${userName} must choose a new password, and there is no terminal to ask at`,
      'set it in the environment variable SAAS_NEW_PASSWORD, or with --new-password',
      EXIT.notSignedIn,
    );
  }
  process.stderr.write(`${userName} must choose a new password.\n`);
  const first = await ask('New password: ', { hidden: true });
  const second = await ask('The same again: ', { hidden: true });
  if (first === second) return first;
  throw new CliFailure('the two passwords differ', 'try again', EXIT.notSignedIn);
}
