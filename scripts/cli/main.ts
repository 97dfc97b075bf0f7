import { CommanderError } from 'commander';
import { explain } from './explain';
import { CliFailure, EXIT } from './failure';
import { Terminal } from './output/terminal';
import { buildProgram } from './program/program';

/** Whoever reads may stop reading (`saas tenant list | head -1`): that is no error. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok);
  throw error;
});

async function main(): Promise<void> {
  const program = buildProgram();
  try {
    await program.parseAsync();
  } catch (error) {
    const failure = error instanceof CommanderError ? usage(error) : explain(error);
    if (!failure) return;
    if (failure.message) new Terminal(process.argv.includes('--json')).failure(failure);
    if (process.env.SAAS_DEBUG) process.stderr.write(`${stackOf(error)}\n`);
    process.exitCode = failure.exitCode;
  }
}

/** What the command line library objects to; undefined for help and version, which were asked for. */
function usage(error: CommanderError): CliFailure | undefined {
  if (error.exitCode === 0) return undefined;
  // A group without a command: the library has printed its help.
  if (error.code === 'commander.help') return new CliFailure('', undefined, EXIT.usage);
  const [message = '', ...suggestions] = error.message.replace(/^error: /, '').split('\n');
  return new CliFailure(message, suggestions.join(' ') || 'add --help for usage and examples', EXIT.usage);
}

/** Stacks only: an error object's fields may hold a request with its token. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.stack}\ncaused by ${stackOf(error.cause)}` : (error.stack ?? error.message);
}

void main();
