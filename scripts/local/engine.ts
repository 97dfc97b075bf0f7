import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { end, identify } from './processes';

const run = promisify(execFile);

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const STAMP = 'requirements.sha256';
const HOST = '127.0.0.1';
/** It takes 1 s; the first start on a slow disk, which compiles every module, took 17 s. */
const READY_WITHIN_MS = 90_000;
/** Nothing is kept over a stop, so there is nothing to wait for. */
const STOPPED_WITHIN_MS = 2_000;
const MINIMUM_PYTHON = [3, 10] as const;

/** What every client of the local AWS and the templates deployed there agree on. */
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

/** A checkout has one installation of the engine; each running engine has a data folder of its own. */
export const VENV_FOLDER = resolve(__dirname, '../../.local');

/** Names what to install: no Python that is new enough was found. */
export class PythonMissing extends Error {
  override name = 'PythonMissing';
}

/** The engine did not become ready; the message carries the end of its log. */
export class EngineNotStarted extends Error {
  override name = 'EngineNotStarted';
}

export class PortInUse extends Error {
  override name = 'PortInUse';

  constructor(port: number) {
    super(`port ${port} is in use: stop what listens there, or choose another port`);
  }
}

export interface LocalAws {
  port: number;
  /** `http://127.0.0.1:<port>` */
  endpointUrl: string;
  /** Leads the process group of the engine and of every Lambda that it starts. */
  pid: number;
  logFile: string;
  /** Ends the engine and its Lambdas; resolves when all are gone. Harmless when they are gone already. */
  stop(): Promise<void>;
}

export interface LocalAwsOptions {
  port: number;
  /** Data, temporary files and log of this engine; made when missing. */
  folder: string;
  /** The `AWS_ENDPOINT_URL` of the engine's Lambdas, to put a proxy between. @default the engine itself */
  lambdaEndpointUrl?: string;
  /** Where the installation is. @default the checkout's `.local` */
  venvFolder?: string;
  /** Told the process id at once, so that a caller that ends while the engine starts leaves a trace of it. */
  onSpawn?: (pid: number) => void;
  /** How long it may take until it answers. @default 90 s */
  readyWithinMs?: number;
  /** Rooms of the engine to leave out, to see what fails without them. @default none */
  without?: string[];
}

/** Connection settings for an AWS SDK client: the engine's root credentials, which IAM never refuses. */
export function clientConfig(port: number) {
  return {
    endpoint: `http://${HOST}:${port}`,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}

/**
 * Installs the pinned engine into `<folder>/venv` unless it is there already.
 * `installed` says whether it had to: about 8 s with a warm pip cache, none otherwise.
 * @throws PythonMissing
 */
export async function ensureEngine(
  folder: string = VENV_FOLDER,
  onProgress: (line: string) => void = () => {},
): Promise<{ python: string; installed: boolean }> {
  const venv = join(folder, 'venv');
  const python = join(venv, 'bin', 'python');
  const wanted = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex');
  if (await isInstalled(venv, wanted)) return { python, installed: false };
  const base = await findPython();
  // Built beside and moved into place, so that a second caller at the same time never sees half of it.
  const draft = `${venv}.${process.pid}`;
  const draftPython = join(draft, 'bin', 'python');
  onProgress(`creating a Python environment in ${venv}`);
  await mkdir(folder, { recursive: true });
  await run(base, ['-m', 'venv', draft]);
  onProgress('installing the local AWS');
  // --no-deps: requirements.txt is the whole closure, so a package that it lacks is an error, not a surprise
  const flags = ['--quiet', '--disable-pip-version-check', '--no-input', '--no-deps', '-r', REQUIREMENTS];
  await run(draftPython, ['-m', 'pip', 'install', ...flags]);
  await run(draftPython, ['-m', 'pip', 'check', '--disable-pip-version-check']);
  await writeFile(join(draft, STAMP), wanted);
  if (await isInstalled(venv, wanted)) await rm(draft, { recursive: true });
  else {
    await rm(venv, { recursive: true, force: true });
    await rename(draft, venv);
  }
  return { python, installed: true };
}

async function isInstalled(venv: string, wanted: string): Promise<boolean> {
  return (await readFile(join(venv, STAMP), 'utf8').catch(() => '')) === wanted;
}

/**
 * Starts the local AWS with IAM enforced and waits until it answers, about 1 s. It outlives the caller.
 * @throws PortInUse, EngineNotStarted
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const { port, venvFolder = VENV_FOLDER } = options;
  const folder = resolve(options.folder);
  if (await listening(port)) throw new PortInUse(port);
  const { python } = await ensureEngine(venvFolder);
  const temporary = join(folder, 'tmp');
  await mkdir(temporary, { recursive: true });
  const endpointUrl = `http://${HOST}:${port}`;
  const logFile = join(folder, 'engine.log');
  const log = await open(logFile, 'w', 0o600);
  const without = (options.without ?? []).flatMap((room) => ['--without', room]);
  const child = spawn(python, ['-m', 'engine', ...without], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    // Lambdas inherit this environment, so it holds nothing of the caller's but where to find programs.
    env: {
      PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
      HOME: process.env.HOME,
      LANG: 'C.UTF-8',
      // Else every new Lambda writes eight lines about Node.js 20, our floor, into the log that `saas logs` shows.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      PYTHONPATH: __dirname,
      PYTHONPYCACHEPREFIX: join(venvFolder, 'venv', 'pycache'),
      PYTHONUNBUFFERED: '1',
      TMPDIR: temporary,
      STATE_DIR: join(folder, 'state'),
      S3_DATA_DIR: join(folder, 's3'),
      BIND_HOST: HOST,
      GATEWAY_PORT: String(port),
      AUTH: 'true',
      LAMBDA_EXECUTOR: 'local',
      MINISTACK_ACCOUNT_ID: ACCOUNT,
      MINISTACK_REGION: REGION,
      AWS_ENDPOINT_URL: options.lambdaEndpointUrl ?? endpointUrl,
    },
  });
  const { pid } = child;
  if (pid !== undefined) options.onSpawn?.(pid); // before anything else can interrupt us
  child.unref();
  await log.close();
  if (pid === undefined) throw new EngineNotStarted(`${python} cannot be started`);
  // Also when the engine itself was killed: it leads a group with its Lambdas.
  const engine = identify(pid);
  const stop = async () => void (await end(engine, STOPPED_WITHIN_MS));
  const { readyWithinMs = READY_WITHIN_MS } = options;
  const deadline = Date.now() + readyWithinMs;
  while (!(await healthy(endpointUrl))) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (ended || Date.now() > deadline) {
      await stop();
      const how = ended ? 'did not start' : `did not answer within ${readyWithinMs / 1_000} s`;
      const why = (await listening(port)) ? new PortInUse(port).message : await tail(logFile);
      throw new EngineNotStarted(`the local AWS ${how} on port ${port}:\n${why || 'its log is empty'}`);
    }
    await pause(25);
  }
  return { port, endpointUrl, pid, logFile, stop };
}

/** A Python that is new enough to run the tools of this repository. @throws PythonMissing */
export async function findPython(): Promise<string> {
  const minimum = MINIMUM_PYTHON.join('.');
  const check = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${MINIMUM_PYTHON.join(', ')}))`;
  for (const name of ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python']) {
    const found = await run(name, ['-c', check]).then(
      () => true,
      () => false,
    );
    if (found) return name;
  }
  throw new PythonMissing(
    `the local AWS needs Python ${minimum} or newer with its venv module: install it (python.org, ` +
      '`apt install python3-venv`, `brew install python`) and start again',
  );
}

function listening(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, HOST);
    socket.once('connect', () => done(true)).once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function healthy(endpointUrl: string): Promise<boolean> {
  return fetch(`${endpointUrl}/_ministack/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

async function tail(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-20).join('\n');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
