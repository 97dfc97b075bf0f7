import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type STSClient } from '@aws-sdk/client-sts';
import { TaskCannotStart } from './task-plan';

/** A role's temporary credentials. */
export interface RoleCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

export type GetRoleCredentials = (roleArn: string) => Promise<RoleCredentials>;

/** The service that assumes task roles, as their trust policies name it. */
const ECS_TASKS = 'ecs-tasks.amazonaws.com';

/**
 * Keeps each role's credentials until half of their life is over, 15 min before the end at the latest: SDKs ask
 * again 5 min before, and must get newer ones then. Concurrent callers share one AssumeRole.
 *
 * Errors: TaskCannotStart when the role does not trust ECS tasks. The local AWS lets its root assume any role that
 * trusts any service, so the trust policy is read here too.
 */
export function roleCredentialsCache(deps: {
  sts: STSClient;
  iam: IAMClient;
  lifeSeconds: number;
  now: () => number;
}): GetRoleCredentials {
  const cache = new Map<string, { value: Promise<RoleCredentials>; refreshAt: number }>();

  return (roleArn) => {
    const cached = cache.get(roleArn);
    if (cached && deps.now() < cached.refreshAt) return cached.value;
    const lifeMs = deps.lifeSeconds * 1_000;
    const value = assumeTaskRole(deps, roleArn);
    cache.set(roleArn, { value, refreshAt: deps.now() + lifeMs - Math.min(lifeMs / 2, 15 * 60_000) });
    value.catch(() => {
      if (cache.get(roleArn)?.value === value) cache.delete(roleArn);
    });
    return value;
  };
}

async function assumeTaskRole(
  { sts, iam, lifeSeconds }: { sts: STSClient; iam: IAMClient; lifeSeconds: number },
  roleArn: string,
): Promise<RoleCredentials> {
  const [{ Role }, { Credentials }] = await Promise.all([
    iam.send(new GetRoleCommand({ RoleName: roleArn.slice(roleArn.lastIndexOf('/') + 1) })),
    sts.send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'ecs-task', DurationSeconds: lifeSeconds }),
    ),
  ]);
  if (!trustsEcsTasks(Role?.AssumeRolePolicyDocument ?? '')) {
    throw new TaskCannotStart(
      `ECS was unable to assume the role '${roleArn}': it does not trust ${ECS_TASKS}`,
    );
  }
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey || !Credentials.SessionToken) {
    throw new TaskCannotStart(`no credentials for the role '${roleArn}'`);
  }
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    sessionToken: Credentials.SessionToken,
    expiration: Credentials.Expiration ?? new Date(Date.now() + lifeSeconds * 1_000),
  };
}

/** Whether a trust policy (JSON, URL-encoded as IAM returns it, or plain) lets ECS assume the role for a task. */
export function trustsEcsTasks(document: string): boolean {
  const text = document.startsWith('%') ? decodeURIComponent(document) : document;
  const { Statement = [] } = JSON.parse(text || '{}') as {
    Statement?: { Effect?: string; Principal?: { Service?: string | string[] } | string }[];
  };
  return [Statement].flat().some(({ Effect, Principal }) => {
    const services = typeof Principal === 'object' ? [Principal.Service ?? []].flat() : [];
    return Effect === 'Allow' && services.includes(ECS_TASKS);
  });
}
