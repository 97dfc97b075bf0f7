import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensurePythonTools } from '../../scripts/local/python-tools';
import { until } from './until';

/** A running moto server: a second, stricter opinion on AWS calls than the local AWS. It has no data planes. */
export interface Moto {
  endpoint: string;
  stop: () => Promise<void>;
}

/** Starts moto's server mode on a port of this machine; installs it first when it is missing. */
export async function startMoto(port: number): Promise<Moto> {
  const python = await ensurePythonTools();
  const server: ChildProcess = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    // Managed policies are not loaded (slow); passwords and tokens are made up, as in any test.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await until('moto answers', 30_000, () =>
    fetch(`${endpoint}/moto-api/data.json`).then(
      (answer) => answer.ok || undefined,
      () => undefined,
    ),
  );
  return {
    endpoint,
    stop: async () => {
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
}
