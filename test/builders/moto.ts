import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensurePythonTools } from '../../scripts/local/python-tools';
import { until } from './until';

/**
 * Gives the tests of the surrounding `describe` (or file) moto's server mode on `port`: a second, stricter opinion on
 * AWS calls than the local AWS. It has no data planes.
 */
export function useMoto(port: number) {
  const endpoint = `http://127.0.0.1:${port}`;
  let stop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    stop = await startMoto(port, endpoint);
  }, 180_000); // the first start of a checkout installs it
  afterAll(() => stop?.());
  return {
    /** For the constructors of AWS SDK clients. */
    config: {
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    /** Empties the account. */
    reset: () => fetch(`${endpoint}/moto-api/reset`, { method: 'POST' }),
  };
}

/** @returns how to stop it */
async function startMoto(port: number, endpoint: string): Promise<() => Promise<void>> {
  const python = await ensurePythonTools();
  const server: ChildProcess = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    // Managed policies are not loaded (slow); passwords and tokens are made up, as in any test.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PYTHONDONTWRITEBYTECODE: '1' },
  });
  await until('moto answers', 90_000, () =>
    fetch(`${endpoint}/moto-api/data.json`).then(
      (answer) => answer.ok || undefined,
      () => undefined,
    ),
  );
  return async () => {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  };
}
