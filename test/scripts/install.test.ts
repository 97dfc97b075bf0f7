import { type ScriptStage, scriptStage } from '../builders/script-stage';

const MAIL = 'ops@example.com';
const ARGS = [MAIL, '--region', 'eu-west-1', '--yes'];

let stage: ScriptStage;

beforeEach(() => {
  stage = scriptStage(['install.sh', 'prerequisites.sh', 'aws-session.sh']);
  stage.fake('aws', AWS);
  stage.fake('npx', '[ -z "$CDK_FAILS" ]');
  stage.fake('npm', 'true');
  stage.fake('git', 'echo abc1234');
});
afterEach(() => stage.remove());

/** An account that is bootstrapped and has the images; variables take parts of that away. */
const AWS = `
case "$*" in
  *get-caller-identity*) [ -z "$NO_CREDENTIALS" ] || { echo "Unable to locate credentials" >&2; exit 255; }; echo 111122223333 ;;
  *cdk-bootstrap*) [ -z "$NO_BOOTSTRAP" ] || { echo "ParameterNotFound" >&2; exit 254; } ;;
  *describe-images*)
    case "$*" in *"$NO_IMAGE "*) [ -z "$NO_IMAGE" ] || { echo "(ImageNotFoundException)" >&2; exit 254; } ;; esac
    [ -z "$ECR_FAILS" ] || { echo "AccessDeniedException" >&2; exit 254; } ;;
  *ControlPlaneIdpUserPoolId*) [ -z "$OPERATOR" ] && [ ! -f "$STAGE/deployed" ] && exit 254; echo eu-west-1_Pool ;;
  *admin-get-user*) echo "$OPERATOR" ;;
  *describe-stacks*) case "$*" in *controlPlaneAPIEndpoint*) echo https://api.example.com/ ;; *) echo None ;; esac ;;
  "configure get region") echo "$CONFIGURED_REGION" ;;
esac`;

const deployment = (calls: string[]) => calls.find((call) => call.startsWith('npx cdk deploy'));

it('deploys all stacks with the operator and the images of the commit', async () => {
  const { code, stdout, calls } = await stage.run('install.sh', ARGS);

  expect(code).toBe(0);
  expect(deployment(calls)).toBe(
    `npx cdk deploy --all --require-approval never --outputs-file .local/aws-outputs.json -c operatorEmail=${MAIL} -c services.imageTag=abc1234`,
  );
  expect(stdout).toContain('Admin API              https://api.example.com/');
  expect(stdout).toContain('scripts/saas login --region eu-west-1');
});

it('bundles before it deploys', async () => {
  const { calls } = await stage.run('install.sh', ARGS);

  const build = calls.indexOf('npm run --silent build');
  expect(build).toBeGreaterThan(-1);
  expect(build).toBeLessThan(calls.indexOf(deployment(calls) ?? ''));
});

it('hands further settings to the stacks', async () => {
  const { calls } = await stage.run('install.sh', [
    ...ARGS,
    ...['--image-tag', 'v1', '--alarm-email', 'alarms@example.com', '--set', 'cells.count=2'],
  ]);

  expect(deployment(calls)).toMatch(
    /services\.imageTag=v1 -c alarmEmail=alarms@example\.com -c cells\.count=2$/,
  );
});

it.each([
  [[], /give the e-mail address/],
  [['not-an-address'], /"not-an-address" is not an e-mail address/],
  [[MAIL, MAIL], /one e-mail address is enough/],
  [[MAIL, '--regoin', 'x'], /unknown option --regoin/],
  [[MAIL, '--region'], /--region needs a value/],
  [[MAIL, '--set', 'cells.count'], /--set needs NAME=VALUE/],
])('refuses %j before it asks AWS anything', async (args, message) => {
  const { code, stderr, calls } = await stage.run('install.sh', args);

  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(calls).toEqual([]);
});

it.each([
  ['credentials', { NO_CREDENTIALS: '1' }, /no valid AWS credentials.*Unable to locate/],
  ['a bootstrapped account', { NO_BOOTSTRAP: '1' }, /npx cdk bootstrap aws:\/\/111122223333\/eu-west-1/],
  [
    'an image',
    { NO_IMAGE: 'ecs-saas/products' },
    /not in ECR: ecs-saas\/products:abc1234; run "scripts\/build-application\.sh --tag abc1234/,
  ],
  ['an answer of ECR', { ECR_FAILS: '1' }, /AccessDeniedException/],
  [
    'the same operator as before',
    { OPERATOR: 'other@example.com' },
    /admin has the address other@example\.com/,
  ],
])('without %s it says what to do and deploys nothing', async (_, environment, message) => {
  const { code, stderr, calls } = await stage.run('install.sh', ARGS, environment);

  expect(code).not.toBe(0);
  expect(stderr).toMatch(message);
  expect(deployment(calls)).toBeUndefined();
});

it('deploys again for the operator that is there', async () => {
  const { code, calls } = await stage.run('install.sh', ARGS, { OPERATOR: MAIL });

  expect(code).toBe(0);
  expect(deployment(calls)).toBeDefined();
});

it('needs a region, from the command line, the environment or the profile', async () => {
  const none = await stage.run('install.sh', [MAIL, '--yes']);
  const configured = await stage.run('install.sh', [MAIL, '--yes'], { CONFIGURED_REGION: 'us-west-2' });

  expect(none.stderr).toMatch(/no AWS region: give --region/);
  expect(configured.stdout).toContain('region us-west-2');
});

it('does nothing when there is nobody to ask', async () => {
  const { code, stderr, calls } = await stage.run('install.sh', [MAIL, '--region', 'eu-west-1']);

  expect(code).not.toBe(0);
  expect(stderr).toMatch(/nobody to ask: give --yes/);
  expect(deployment(calls)).toBeUndefined();
});

it('fails when the deployment does', async () => {
  const { code, stderr, stdout } = await stage.run('install.sh', ARGS, { CDK_FAILS: '1' });

  expect(code).not.toBe(0);
  expect(stderr).toMatch(/the deployment failed/);
  expect(stdout).not.toContain('What to do next');
});

it('explains itself', async () => {
  const { code, stdout, calls } = await stage.run('install.sh', ['--help']);

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: scripts\/install\.sh <admin_email>/);
  expect(calls).toEqual([]);
});
