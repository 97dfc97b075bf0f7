/** What the process ends with; listed in `saas --help`, so scripts may rely on it. */
export const EXIT = {
  ok: 0,
  /** Something was refused, not reached or unexpected. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A workflow that was watched failed. */
  workflowFailed: 3,
  /** Signing in is needed or was refused. */
  notSignedIn: 4,
  notFound: 5,
  timedOut: 6,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** An outcome that the user must act upon: what is wrong, and what to do about it. Never holds a secret. */
export class CliFailure extends Error {
  override name = 'CliFailure';

  constructor(
    message: string,
    /** What to do, as a sentence or a command. */
    readonly hint?: string,
    readonly exitCode: ExitCode = EXIT.failed,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const notSignedIn = (message: string): CliFailure =>
  new CliFailure(message, 'sign in with: saas login', EXIT.notSignedIn);

export const notFound = (message: string, hint?: string): CliFailure =>
  new CliFailure(message, hint, EXIT.notFound);

export const wrongUsage = (message: string, hint?: string): CliFailure =>
  new CliFailure(message, hint, EXIT.usage);
