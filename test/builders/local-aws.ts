import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clientConfig, type LocalAws, type LocalAwsOptions, startLocalAws } from '../../scripts/local/engine';

/**
 * `LOCAL_AWS_WITHOUT=redrive_execution npx jest local/engine` shows which tests fail without a room of the engine.
 */
const without = process.env.LOCAL_AWS_WITHOUT?.split(',');

/**
 * Gives the tests of the surrounding `describe` (or file) a local AWS of their own on `port`: started before the
 * first, ended with all that it started after the last, its data removed.
 */
export function useLocalAws(port: number, options: Partial<LocalAwsOptions> = {}) {
  let running: LocalAws | undefined;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-aws-'));
    running = await startLocalAws({ port, folder, without, ...options });
  }, 120_000); // the first start of a checkout installs the engine
  afterAll(async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  return {
    /** For the constructors of AWS SDK clients; root credentials. */
    config: clientConfig(port),
    /** The same with the credentials of an assumed role or a user. */
    configAs: (credentials: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string }) => ({
      ...clientConfig(port),
      credentials: {
        accessKeyId: credentials.AccessKeyId ?? '',
        secretAccessKey: credentials.SecretAccessKey ?? '',
        sessionToken: credentials.SessionToken,
      },
    }),
    endpointUrl: `http://127.0.0.1:${port}`,
    /** Only while the tests run. */
    get engine(): LocalAws {
      if (!running) throw new Error('the local AWS runs in tests only');
      return running;
    },
  };
}
