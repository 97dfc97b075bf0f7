import { OPERATION_SUPERSEDED } from '../../lambdas/shared/errors';
import { keys } from '../../lambdas/shared/registry/keys';
import { type ScriptStage, scriptStage } from '../builders/script-stage';

const ARGS = ['--region', 'eu-west-1', '--yes'];
const STACKS = [
  'controlplane-stack',
  'shared-infra-stack',
  'tenant-template-basic',
  'tenant-template-advanced',
  'coreappplane-stack',
];
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/registry-1';
const POOL = 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Pool';
const BUCKET = 'arn:aws:s3:::access-logs-1';

let stage: ScriptStage;

beforeEach(() => {
  stage = scriptStage(['cleanup.sh', 'cleanup', 'prerequisites.sh', 'aws-session.sh', 'services.sh']);
  stage.fake('aws', AWS);
  stage.fake('sleep', 'true');
  stage.write('stacks', STACKS);
  stage.write('tenants', ['reg-1\ttenant-1\tCreated', 'reg-2\ttenant-2\tFailed to provision']);
  stage.write('remains', [TABLE, POOL, BUCKET]);
  stage.write('logs', ['/ecs-saas/functions/x', 'API-Gateway-Execution-Logs_api1/prod', '/other/group']);
});
afterEach(() => stage.remove());

/**
 * An account whose stacks, tenants, remains and logs are lines of files below $STAGE. A tenant is gone when it has
 * been asked for, unless TENANTS_STAY is set, or an execution holds its lock that waits or was cancelled.
 */
const AWS = `
gone() { grep -vF -- "$2" "$STAGE/$1" >"$STAGE/$1.new"; mv "$STAGE/$1.new" "$STAGE/$1"; }
argument() { local name=$1; shift; while [ $# -gt 0 ]; do [ "$1" != "$name" ] || { echo "$2"; return; }; shift; done; }
stack=$(argument --stack-name "$@")
case "$*" in
  *get-caller-identity*) [ -z "$NO_CREDENTIALS" ] || { echo "Unable to locate credentials" >&2; exit 255; }; echo 111122223333 ;;
  *"cloudformation describe-stacks"*)
    [ -z "$DENIED" ] || { echo "AccessDenied: cloudformation" >&2; exit 254; }
    grep -qx -- "$stack" "$STAGE/stacks" || { echo "Stack with id $stack does not exist" >&2; exit 254; }
    case "$*" in
      *adminSiteBucket*) echo admin-1 ;;
      *appSiteBucket*) echo app-1 ;;
      *RegistryTableName*) echo "\${REGISTRY-registry-1}" ;;
      *eventBridgeArn*) echo arn:aws:events:eu-west-1:111122223333:event-bus/ecs-saas ;;
      *ControlPlaneEventSource*) echo sbt.control.plane ;;
      *OffboardingRequestDetailType*) echo sbt_aws_offboardingRequest ;;
    esac ;;
  *"dynamodb query"*)
    cat "$STAGE/tenants"
    # An order that came just before: its execution begins to wait after the script has looked.
    [ ! -e "$STAGE/tenants.soon" ] || mv "$STAGE/tenants.soon" "$STAGE/tenants" ;;
  *"dynamodb get-item"*) printf '%s\\t%s\\n' "\${HOLDER-offboarding}" arn:execution-that-waits ;;
  *stop-execution*) [ -z "$STOP_FAILS" ] || { echo "AccessDenied: states" >&2; exit 254; }; sed -i 's/\\twaiting$/\\tstopped/' "$STAGE/tenants" ;;
  *describe-execution*) echo "$STOP_FAILS" ;;
  *"dynamodb update-item"*) sed -i 's/\\tcancelled$/\\tNone/' "$STAGE/tenants" ;;
  *put-events*)
    [ -n "$TENANTS_STAY" ] || for tenant in $(grep -v 'waiting$\\|cancelled$' "$STAGE/tenants" | cut -f2); do case "$*" in *"$tenant"*) gone tenants "$tenant" ;; esac; done
    echo "\${REFUSED_EVENTS-0}" ;;
  *list-stack-resources*) case "$*" in *RestApi*) echo api1 ;; *LoadBalancer*) echo arn:aws:elasticloadbalancing:lb ;; esac ;;
  *"wait stack-delete-complete"*) [ "$stack" != "$STACK_STAYS" ] || exit 255; gone stacks "$stack" ;;
  *describe-stack-events*) echo "Vpc	has dependencies" ;;
  *get-resources*) case "$*" in *application*) cat "$STAGE/remains" ;; *) echo "$OF_TENANTS" ;; esac ;;
  *"head-bucket --bucket admin-1"*|*"head-bucket --bucket app-1"*) [ -z "$NO_PORTALS" ] || exit 254 ;;
  *"s3 rm"*) [ -z "$PORTALS_STAY" ] || exit 1 ;;
  *describe-table*|*describe-user-pool*|*head-bucket*)
    grep -qF -- "$(argument --table-name "$@")$(argument --user-pool-id "$@")$(argument --bucket "$@")" "$STAGE/remains" || exit 254 ;;
  *delete-table*) [ -z "$TABLE_STAYS" ] || exit 254; gone remains registry-1 ;;
  *delete-user-pool*) gone remains eu-west-1_Pool ;;
  *"s3 rb"*) gone remains access-logs-1 ;;
  *describe-log-groups*) grep -F -- "$(argument --log-group-name-prefix "$@")" "$STAGE/logs" ;;
  *describe-repositories*) [ -z "$NO_IMAGES" ] || exit 254 ;;
  *delete-log-group*) gone logs "$(argument --log-group-name "$@")" ;;
esac
exit 0`;

const of = (calls: string[], action: string) => calls.filter((call) => call.includes(action));
/** A registry key as the AWS CLI takes it. */
const attributesOf = ({ pk, sk }: { pk: string; sk: string }) => ({ pk: { S: pk }, sk: { S: sk } });

it('offboards every tenant, then deletes the stacks, last the one with the registry', async () => {
  const { code, calls } = await stage.run('cleanup.sh', ARGS);

  const offboarding = calls.findLastIndex((call) => call.includes('put-events'));
  expect(code).toBe(0);
  expect(of(calls, 'put-events')).toHaveLength(2);
  expect(of(calls, 'delete-stack --stack-name').map((call) => call.split(' ').at(-1))).toEqual([
    'coreappplane-stack',
    'tenant-template-advanced',
    'tenant-template-basic',
    'shared-infra-stack',
    'controlplane-stack',
  ]);
  expect(offboarding).toBeLessThan(calls.findIndex((call) => call.includes('delete-stack')));
});

it('asks for each offboarding by the event that the control plane would publish', async () => {
  const { calls } = await stage.run('cleanup.sh', ARGS);

  const [entry] = JSON.parse(
    /--entries (\[.*\]) --query/.exec(of(calls, 'put-events')[0] ?? '')?.[1] ?? '[]',
  );
  expect(entry).toMatchObject({
    EventBusName: 'arn:aws:events:eu-west-1:111122223333:event-bus/ecs-saas',
    Source: 'sbt.control.plane',
    DetailType: 'sbt_aws_offboardingRequest',
  });
  expect(JSON.parse(entry.Detail)).toEqual({
    tenantRegistrationId: 'reg-1',
    tenantId: 'tenant-1',
    sbtaws_active: true,
    offboarding: { retainUntil: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/), exportFirst: false },
  });
});

const STOP = `aws stepfunctions stop-execution --execution-arn arn:execution-that-waits --error ${OPERATION_SUPERSEDED}`;

it('ends the retention period of a tenant that waits, whose execution would keep the lock for days', async () => {
  stage.write('tenants', ['reg-1\ttenant-1\tDeleting\twaiting', 'reg-2\ttenant-2\tCreated\tNone']);

  const { code, stdout, calls } = await stage.run('cleanup.sh', ARGS);

  const steps = calls.filter((call) => /get-item|stop-execution|put-events/.test(call));
  expect(code).toBe(0);
  expect(stdout).toContain('in their retention period, in which they can still be brought back: 1\n');
  expect(steps).toEqual([
    expect.stringContaining(JSON.stringify(attributesOf(keys.lock('tenant-1')))),
    expect.stringContaining(STOP),
    expect.stringContaining('tenant-1'),
    expect.stringContaining('tenant-2'),
  ]);
});

it('ends one that begins while it waits for the tenants to be gone', async () => {
  stage.write('tenants', ['reg-1\ttenant-1\tDeleting\tordered']);
  stage.write('tenants.soon', ['reg-1\ttenant-1\tDeleting\twaiting']);

  const { code, calls } = await stage.run('cleanup.sh', ARGS);

  expect(code).toBe(0);
  expect(of(calls, 'stop-execution')).toEqual([expect.stringContaining(STOP)]);
  expect(of(calls, 'put-events')).toHaveLength(2);
});

it('stops no execution of another operation', async () => {
  stage.write('tenants', ['reg-1\ttenant-1\tDeleting\twaiting']);

  const { calls } = await stage.run('cleanup.sh', [...ARGS, '--timeout', '0'], { HOLDER: 'onboarding' });

  expect(of(calls, 'stop-execution')).toEqual([]);
});

it('stops when an execution that waits cannot be stopped, and goes on when it has ended by itself', async () => {
  stage.write('tenants', ['reg-1\ttenant-1\tDeleting\twaiting']);

  const refused = await stage.run('cleanup.sh', ARGS, { STOP_FAILS: 'RUNNING' });
  const asked = of(stage.read('calls'), 'put-events').length;
  const ended = await stage.run('cleanup.sh', [...ARGS, '--timeout', '0'], { STOP_FAILS: 'SUCCEEDED' });

  expect(refused.code).not.toBe(0);
  expect(refused.stderr).toMatch(/arn:execution-that-waits.*could not be stopped: AccessDenied: states/);
  expect(asked).toBe(0);
  expect(of(ended.calls, 'put-events')).toHaveLength(1);
});

it('forgets a cancellation, with which the workflow would remove nothing', async () => {
  stage.write('tenants', ['reg-1\ttenant-1\tFailed to provision\tcancelled']);

  const { code, calls } = await stage.run('cleanup.sh', ARGS);

  expect(code).toBe(0);
  expect(of(calls, 'update-item')).toEqual([
    expect.stringContaining(
      `${JSON.stringify(attributesOf(keys.registration('reg-1')))} --update-expression REMOVE`,
    ),
  ]);
});

it('removes what the stacks leave, and says so', async () => {
  const { stdout, calls } = await stage.run('cleanup.sh', ARGS);

  expect(stage.read('remains')).toEqual([]);
  expect(stage.read('logs')).toEqual(['/other/group']);
  expect(of(calls, 'delete-repository')).toHaveLength(3);
  expect(stdout).toMatch(/tenants: 2\n {2}stacks: coreappplane-stack .* controlplane-stack\n.*buckets: 3/);
  for (const removed of [TABLE, POOL, BUCKET, 'log group /ecs-saas/functions/x', 'images ecs-saas/orders']) {
    expect(stdout).toContain(removed);
  }
  expect(stdout).toContain('left: 0');
});

it('takes the protection from load balancers before it deletes their stack', async () => {
  const { calls } = await stage.run('cleanup.sh', ARGS);

  const unprotected = calls.findIndex((call) => call.includes('deletion_protection.enabled,Value=false'));
  expect(unprotected).toBeGreaterThan(-1);
  expect(unprotected).toBeLessThan(
    calls.findIndex((call) => call.includes('delete-stack --stack-name shared-infra-stack')),
  );
});

it('empties the buckets of the portals before it deletes their stack', async () => {
  const { calls } = await stage.run('cleanup.sh', ARGS);

  expect(of(calls, 's3 rm')).toEqual([
    'aws s3 rm s3://admin-1 --recursive --only-show-errors',
    'aws s3 rm s3://app-1 --recursive --only-show-errors',
  ]);
  expect(calls.findLastIndex((call) => call.includes('s3 rm'))).toBeLessThan(
    calls.findIndex((call) => call.includes('delete-stack --stack-name shared-infra-stack')),
  );
});

it('goes on without portals that are gone, and stops at one that cannot be emptied', async () => {
  const stays = await stage.run('cleanup.sh', ARGS, { PORTALS_STAY: '1' });
  const deletedBefore = of(stage.read('calls'), 'delete-stack').length;
  const gone = await stage.run('cleanup.sh', ARGS, { NO_PORTALS: '1' });

  expect(stays.code).not.toBe(0);
  expect(stays.stderr).toMatch(/the portal's bucket admin-1 could not be emptied/);
  expect(deletedBefore).toBe(0);
  expect(gone.code).toBe(0);
});

it('leaves the images when asked', async () => {
  const { stdout, calls } = await stage.run('cleanup.sh', [...ARGS, '--keep-images']);

  expect(of(calls, 'delete-repository')).toEqual([]);
  expect(stdout).toContain('images ecs-saas/orders ecs-saas/products ecs-saas/users stay, as asked');
});

it.each([
  [['--prefix', 'acme'], 'ecs-saas'],
  [['--repository', 'images'], 'images'],
])(
  'given %j removes the images in %s, whose name does not follow from the prefix',
  async (args, repository) => {
    const { calls } = await stage.run('cleanup.sh', [...ARGS, ...args]);

    expect(of(calls, 'delete-repository').map((call) => call.split(' ')[4])).toEqual([
      `${repository}/orders`,
      `${repository}/products`,
      `${repository}/users`,
    ]);
  },
);

it('says when there are no images under that name', async () => {
  const { code, stdout } = await stage.run('cleanup.sh', ARGS, { NO_IMAGES: '1' });

  expect(code).toBe(0);
  expect(stdout).toMatch(/no images in ecs-saas\/orders ecs-saas\/products ecs-saas\/users; .* --repository/);
});

it('stops before it deletes anything when a tenant is not gone in time', async () => {
  const { code, stderr, calls } = await stage.run('cleanup.sh', [...ARGS, '--timeout', '0'], {
    TENANTS_STAY: '1',
  });

  expect(code).not.toBe(0);
  expect(stderr).toContain('not gone after 0 min:');
  expect(stderr).toContain('registration reg-2, tenant tenant-2: Failed to provision');
  expect(stderr).toMatch(/nothing was removed/);
  expect(calls.filter((call) => /delete-|s3 rb/.test(call))).toEqual([]);
});

it('stops when the bus does not take the request', async () => {
  const { code, stderr, calls } = await stage.run('cleanup.sh', ARGS, { REFUSED_EVENTS: '1' });

  expect(code).not.toBe(0);
  expect(stderr).toMatch(/did not take the request to offboard tenant-1/);
  expect(of(calls, 'delete-stack')).toEqual([]);
});

it.each([
  ['a stack cannot be asked for', { DENIED: '1' }, /stack coreappplane-stack: AccessDenied/],
  ['nobody knows where the registry is', { REGISTRY: 'None' }, /does not say where its registry is/],
  ['there are no credentials', { NO_CREDENTIALS: '1' }, /no valid AWS credentials/],
])('stops when %s, rather than taking that for no tenants', async (_, environment, message) => {
  const { code, stderr, calls } = await stage.run('cleanup.sh', ARGS, environment);

  expect(code).not.toBe(0);
  expect(stderr).toMatch(message);
  expect(calls.filter((call) => /delete-|put-events/.test(call))).toEqual([]);
});

it('says why a stack was not deleted, and goes on from there the next time', async () => {
  const first = await stage.run('cleanup.sh', ARGS, { STACK_STAYS: 'shared-infra-stack' });
  const second = await stage.run('cleanup.sh', ARGS);

  expect(first.code).not.toBe(0);
  expect(first.stderr).toMatch(/Vpc\thas dependencies/);
  expect(first.stderr).toMatch(/shared-infra-stack was not deleted/);
  expect(second.code).toBe(0);
  expect(second.stdout).toContain('tenants: 0\n  stacks: shared-infra-stack controlplane-stack');
});

it('finds data that an earlier run left, without any stack', async () => {
  stage.write('stacks', []);

  const { code, stdout } = await stage.run('cleanup.sh', ARGS);

  expect(code).toBe(0);
  expect(stdout).toContain('stacks: none');
  expect(stage.read('remains')).toEqual([]);
});

it('fails and names what is left', async () => {
  const { code, stdout, stderr } = await stage.run('cleanup.sh', ARGS, {
    TABLE_STAYS: '1',
    OF_TENANTS: 'arn:aws:ecs:eu-west-1:111122223333:service/advanced/tenant-a',
  });

  expect(code).not.toBe(0);
  expect(stdout).toContain(`left: 1\n  ${TABLE}`);
  expect(stdout).toContain('service/advanced/tenant-a');
  expect(stderr).toMatch(/some things are left/);
});

it.each([
  [['--yse'], /unknown option --yse/],
  [['--timeout', 'soon'], /--timeout needs a number of minutes/],
  [['--region'], /--region needs a value/],
  [['--repository'], /--repository needs a value/],
])('refuses %j', async (args, message) => {
  const { code, stderr, calls } = await stage.run('cleanup.sh', args);

  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(calls).toEqual([]);
});

it('removes nothing when there is nobody to ask', async () => {
  const { code, stderr, calls } = await stage.run('cleanup.sh', ['--region', 'eu-west-1']);

  expect(code).not.toBe(0);
  expect(stderr).toMatch(/nobody to ask/);
  expect(calls.filter((call) => /delete-|put-events/.test(call))).toEqual([]);
});

it('explains itself', async () => {
  const { code, stdout } = await stage.run('cleanup.sh', ['--help']);

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: scripts\/cleanup\.sh/);
});
