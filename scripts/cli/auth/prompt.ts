import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CliFailure, EXIT } from '../failure';

/** Whether somebody can be asked: both ways must be a terminal, for the question goes to stderr. */
export const canAsk = (): boolean => Boolean(process.stdin.isTTY && process.stderr.isTTY);

/** Asks for one line. With `hidden` nothing typed is shown. Ctrl-C ends the command. */
export function ask(question: string, { hidden = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    // readline echoes what is typed to its output: for a secret that output leads nowhere.
    const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr;
    const lines = createInterface({ input: process.stdin, output, terminal: true });
    // Only now, when the terminal itself no longer echoes: who types at once is not shown either.
    process.stderr.write(question);
    const end = () => {
      lines.close();
      if (hidden) process.stderr.write('\n');
    };
    const interrupted = () => {
      end();
      reject(new CliFailure('interrupted', undefined, EXIT.interrupted));
    };
    lines.once('SIGINT', interrupted);
    lines.once('line', (line) => {
      lines.off('close', interrupted);
      end();
      resolve(line);
    });
    lines.once('close', interrupted); // Ctrl-D
  });
}
