import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES } from '../../lambdas/shared/contracts/tiers';

/** The script runs with a docker and an aws of ours on the PATH, which note how they were called. */
const root = join(__dirname, '..', '..');
const REGISTRY = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-application-'));
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'project/scripts'), { recursive: true });
  const scripts = ['build-application.sh', 'prerequisites.sh', 'services.sh'].map(
    (name) => `scripts/${name}`,
  );
  for (const file of [...scripts, ...SERVICES.map((service) => `app-services/${service}/Dockerfile`)]) {
    cpSync(join(root, file), join(folder, 'project', file));
  }
  fake('docker', '[ "$1" != login ] || cat >/dev/null; [ "$1" != "$DOCKER_FAILS_AT" ]');
  fake('aws', FAKE_AWS);
  fake(
    'git',
    'case "$*" in "rev-parse --short HEAD") echo abc1234 ;; status*) printf "%s" "$GIT_CHANGES" ;; esac',
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Knows the repositories and images named in REPOSITORIES and IMAGES; ECR_FAILS makes every question fail. */
const FAKE_AWS = `
case "$*" in
  *get-caller-identity*) [ -z "$NO_CREDENTIALS" ] || { echo "Unable to locate credentials" >&2; exit 255; }; echo 111122223333 ;;
  *get-login-password*) echo the-password ;;
  *describe-repositories*)
    [ -z "$ECR_FAILS" ] || { echo "AccessDeniedException" >&2; exit 254; }
    for name in $REPOSITORIES; do case "$*" in *"$name"*) exit 0 ;; esac; done
    echo "(RepositoryNotFoundException)" >&2; exit 254 ;;
  *describe-images*)
    for name in $IMAGES; do case "$*" in *"$name "*) exit 0 ;; esac; done
    echo "(ImageNotFoundException)" >&2; exit 254 ;;
esac`;

function fake(name: string, body: string): void {
  const file = join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/bash\necho "${name} $*" >>"${folder}/calls"\n${body}\n`);
  chmodSync(file, 0o755);
}

async function run(args: string[] = ['--region', 'eu-west-1'], environment: Record<string, string> = {}) {
  const script = join(folder, 'project/scripts/build-application.sh');
  const env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, HOME: folder, ...environment };
  const [code, stdout, stderr] = await new Promise<[number, string, string]>((resolve) => {
    execFile('/bin/bash', [script, ...args], { env, timeout: 20_000 }, (error, out, err) =>
      resolve([error ? Number(error.code) : 0, out, err]),
    );
  });
  const calls = (): string[] => {
    try {
      return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  };
  return { code, stdout, stderr, calls: calls() };
}

const builds = (calls: string[]) => calls.filter((call) => call.startsWith('docker build'));

it('builds and pushes the three images under the commit, and says how to deploy them', async () => {
  const { code, stdout, calls } = await run();
  expect(code).toBe(0);
  for (const service of ['orders', 'products', 'users']) {
    const uri = `${REGISTRY}/ecs-saas/${service}:abc1234`;
    expect(calls).toContain(
      `docker build --platform linux/amd64 --file app-services/${service}/Dockerfile --tag ${uri} .`,
    );
    expect(calls).toContain(`docker push ${uri}`);
    expect(stdout).toContain(`  ${uri}\n`);
  }
  expect(stdout).toContain('-c services.imageTag=abc1234\n');
});

it('makes a repository that is missing, with immutable tags and a scan on push, and no other', async () => {
  const { calls } = await run(undefined, { REPOSITORIES: 'ecs-saas/orders ecs-saas/users' });
  expect(calls.filter((call) => call.includes('create-repository'))).toEqual([
    'aws --region eu-west-1 --region eu-west-1 ecr create-repository --repository-name ecs-saas/products --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true',
  ]);
});

it('does not build what is there already, as its tag cannot change', async () => {
  const { code, stdout, calls } = await run(undefined, { IMAGES: 'ecs-saas/orders ecs-saas/users' });
  expect(code).toBe(0);
  expect(builds(calls)).toHaveLength(1);
  expect(stdout).toContain('ecs-saas/orders:abc1234 is there already');
  expect(stdout).toContain(`${REGISTRY}/ecs-saas/orders:abc1234`);
});

it('takes tag, profile, repository and platform', async () => {
  const { code, stdout, calls } = await run([
    ...[
      '--region',
      'cn-north-1',
      '--profile',
      'work',
      '--tag',
      'v1',
      '--repository',
      'shop',
      '--platform',
      'linux/arm64',
    ],
  ]);
  expect(code).toBe(0);
  expect(builds(calls)[0]).toContain('--platform linux/arm64');
  expect(builds(calls)[0]).toContain('111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/orders:v1');
  expect(
    calls.filter((call) => call.startsWith('aws')).every((call) => call.includes('--profile work')),
  ).toBe(true);
  expect(stdout).toContain(
    '-c services.imageTag=v1 -c services.imageRepository=shop -c services.architecture=ARM64',
  );
});

it('the password of the registry goes through a pipe, never onto a command line', async () => {
  const { calls } = await run();
  expect(calls).toContain(`docker login --username AWS --password-stdin ${REGISTRY}`);
  expect(calls.join('\n')).not.toContain('the-password');
});

it('builds with podman where there is no docker', async () => {
  rmSync(join(folder, 'bin/docker'));
  fake('podman', '[ "$1" != login ] || cat >/dev/null');
  const { code, calls } = await run(undefined, { CONTAINER_ENGINE: 'podman' });
  expect(code).toBe(0);
  expect(calls.filter((call) => call.startsWith('podman push'))).toHaveLength(3);
});

it('explains itself without needing anything', async () => {
  for (const name of ['docker', 'aws', 'git']) rmSync(join(folder, 'bin', name));
  const { code, stdout } = await run(['--help']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: scripts\/build-application\.sh/);
});

describe('fails clearly, and pushes nothing', () => {
  it.each<[string, string[] | undefined, Record<string, string>, RegExp]>([
    ['an unknown option', ['--verbose'], {}, /unknown option --verbose/],
    ['an option without its value', ['--tag'], {}, /--tag needs a value/],
    ['no credentials', undefined, { NO_CREDENTIALS: '1' }, /no valid AWS credentials/],
    ['no region', [], {}, /no AWS region: give --region/],
    ['changes that are not committed', undefined, { GIT_CHANGES: ' M app-services/x' }, /not committed/],
    ['a tag that cannot be one', ['--tag', 'a b', '--region', 'eu-west-1'], {}, /"a b" cannot be the tag/],
    ['an engine that does not answer', undefined, { DOCKER_FAILS_AT: 'info' }, /docker does not answer/],
    ['no access to ECR', undefined, { ECR_FAILS: '1' }, /ecs-saas\/orders: AccessDeniedException/],
    ['no sign-in', undefined, { DOCKER_FAILS_AT: 'login' }, /could not sign in/],
    ['a build that fails', undefined, { DOCKER_FAILS_AT: 'build' }, /image of orders could not be built/],
  ])('%s', async (_, args, environment, message) => {
    const { code, stderr, calls } = await run(args, environment);
    expect(code).toBe(args?.length === 1 ? 2 : 1); // wrong usage, or what the machine or AWS lacks
    expect(stderr).toMatch(message);
    expect(calls.filter((call) => call.startsWith('docker push'))).toEqual([]);
  });

  it('a push that fails', async () => {
    const { code, stderr } = await run(undefined, { DOCKER_FAILS_AT: 'push' });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/orders:abc1234 could not be pushed/)]);
  });

  it('neither docker nor podman', async () => {
    rmSync(join(folder, 'bin/docker'));
    const { code, stderr } = await run(undefined, {
      PATH: `${join(folder, 'bin')}:${systemWithoutEngines()}`,
    });
    expect([code, stderr]).toEqual([1, expect.stringMatching(/neither docker nor podman is installed/)]);
  });
});

/** The few commands that the script needs, and no container engine that this machine may have. */
function systemWithoutEngines(): string {
  const bin = join(folder, 'system');
  mkdirSync(bin);
  for (const name of ['bash', 'dirname', 'basename', 'readlink', 'cat', 'date']) {
    const real = ['/bin', '/usr/bin'].map((path) => join(path, name)).find((path) => existsSync(path));
    symlinkSync(real as string, join(bin, name));
  }
  return bin;
}

it('every file that an image is built from is in its Dockerfile and gets past .dockerignore', () => {
  const ignore = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  const build = readFileSync(join(root, 'scripts/build.ts'), 'utf8');
  const imported = [...build.matchAll(/from '\.\/([^']+)'/g)].map(([, name]) => `scripts/${name}.ts`);
  for (const service of ['orders', 'products', 'users']) {
    const dockerfile = readFileSync(join(root, `app-services/${service}/Dockerfile`), 'utf8');
    for (const file of ['scripts/build.ts', ...imported]) {
      expect(dockerfile).toContain(` ${file} `);
      expect(ignore).toContain(`!${file}`);
    }
    expect(dockerfile).toContain(`/${service}/health`);
    expect(dockerfile).toMatch(/\nUSER node\n/);
  }
});

it('the images of the three services are made alike, but for the name', () => {
  const made = ['orders', 'products', 'users'].map((service) =>
    readFileSync(join(root, `app-services/${service}/Dockerfile`), 'utf8').replaceAll(service, '<service>'),
  );

  expect(new Set(made).size).toBe(1);
});
