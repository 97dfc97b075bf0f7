import { type ScriptStage, scriptStage } from '../builders/script-stage';

const MAIL = 'ops@example.com';
const ARGS = [MAIL, '--region', 'eu-west-1', '--yes'];

let stage: ScriptStage;

beforeEach(() => {
  stage = scriptStage(['install.sh', 'install', 'prerequisites.sh', 'aws-session.sh', 'services.sh']);
  stage.fake('aws', AWS);
  stage.fake('npx', '[ -z "$CDK_FAILS" ]');
  stage.fake('npm', BUILD);
  stage.fake('git', 'echo abc1234');
});
afterEach(() => stage.remove());

/** A build of both portals, unless variables take parts of it away or add to it. */
const BUILD = `
for portal in admin tenant; do
  mkdir -p dist/portals/$portal/assets
  touch dist/portals/$portal/{favicon.svg,assets/main-1a2b.js,assets/list-3c4d.js,assets/main-5e6f.css,assets/font-7a8b.woff2}
  [ -n "$NO_PORTALS" ] || touch dist/portals/$portal/index.html
  [ -z "$ADDED" ] || touch "dist/portals/$portal/$ADDED"
done`;

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
  *describe-stacks*SiteConfig*) [ -n "$NO_CONFIG" ] && echo None || echo '{"region":"eu-west-1"}' ;;
  *describe-stacks*adminSite*) case "$*" in *Url*) echo https://admin.example.com ;; *) echo admin-1 ;; esac ;;
  *describe-stacks*appSite*) case "$*" in *Url*) echo https://app.example.com ;; *) echo app-1 ;; esac ;;
  "s3 cp"*config.json*) cat "$3" >>"$STAGE/configs" ;;
  "s3 cp"*) case "$*" in *"$UPLOAD_FAILS"*) [ -z "$UPLOAD_FAILS" ] || { echo "AccessDenied" >&2; exit 1; } ;; esac ;;
  *create-invalidation*) [ -z "$INVALIDATION_FAILS" ] || exit 1 ;;
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

describe('the portals', () => {
  const uploads = (calls: string[]) => calls.filter((call) => call.startsWith('aws s3 cp'));
  const NEVER_AGAIN = '--cache-control public, max-age=31536000, immutable --only-show-errors';
  const EACH_TIME = '--cache-control no-cache --only-show-errors';

  it('go up after the deployment, the page last, each file as what it is and kept as long as it may be', async () => {
    const { code, calls } = await stage.run('install.sh', ARGS);

    const admin = uploads(calls).filter((call) => call.includes('s3://admin-1'));
    const assets = (kind: string, type: string) =>
      `aws s3 cp dist/portals/admin/assets s3://admin-1/assets --recursive --exclude * --include *.${kind} --content-type ${type} ${NEVER_AGAIN}`;
    const file = (name: string, type: string) =>
      `aws s3 cp dist/portals/admin/${name} s3://admin-1/${name} --content-type ${type} ${EACH_TIME}`;
    expect(code).toBe(0);
    expect(admin).toEqual([
      assets('css', 'text/css; charset=utf-8'),
      assets('js', 'text/javascript; charset=utf-8'),
      assets('woff2', 'font/woff2'),
      file('config.json', 'application/json; charset=utf-8'),
      file('favicon.svg', 'image/svg+xml'),
      file('index.html', 'text/html; charset=utf-8'),
    ]);
    expect(uploads(calls).filter((call) => call.includes('dist/portals/tenant'))).toHaveLength(6);
    expect(calls.indexOf(admin[0] ?? '')).toBeGreaterThan(calls.indexOf(deployment(calls) ?? ''));
  });

  it('have the configuration that the stack tells', async () => {
    await stage.run('install.sh', ARGS);

    expect(stage.read('configs')).toEqual(['{"region":"eu-west-1"}', '{"region":"eu-west-1"}']);
  });

  it('are taken up at once, and named at the end', async () => {
    const { stdout, calls } = await stage.run('install.sh', ARGS);

    expect(calls.filter((call) => call.includes('create-invalidation'))).toEqual(
      ['admin-1', 'app-1'].map(
        (id) =>
          `aws cloudfront create-invalidation --distribution-id ${id} --paths / /index.html /config.json`,
      ),
    );
    expect(stdout).toMatch(
      /Operators' portal +https:\/\/admin\.example\.com\n +Tenants' portal +https:\/\/app\./,
    );
  });

  it.each([
    [
      'the build has no page',
      { NO_PORTALS: '1' },
      /the admin portal is not built: there is no dist\/portals/,
    ],
    ['the stack does not know them', { NO_CONFIG: '1' }, /the stacks do not say where the admin portal goes/],
    ['a file is of no known kind', { ADDED: 'notes.doc' }, /notes\.doc: no content type is known/],
    [
      'an upload is refused',
      { UPLOAD_FAILS: '*.css' },
      /AccessDenied\n.*the \*\.css of .* could not be uploaded/,
    ],
    [
      'a file is refused',
      { UPLOAD_FAILS: 'favicon' },
      /favicon\.svg could not be uploaded to s3:\/\/admin-1/,
    ],
    ['CloudFront is not told', { INVALIDATION_FAILS: '1' }, /was not told of the new admin portal/],
  ])('fail the installation, and say why, when %s', async (_, environment, message) => {
    const { code, stdout, stderr } = await stage.run('install.sh', ARGS, environment);

    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
    expect(stdout).not.toContain('What to do next');
  });
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
