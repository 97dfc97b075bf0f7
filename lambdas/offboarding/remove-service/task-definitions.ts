import {
  DeleteTaskDefinitionsCommand,
  DeregisterTaskDefinitionCommand,
  type ECSClient,
  paginateListTaskDefinitions,
} from '@aws-sdk/client-ecs';
import { NotReadyError } from '../../shared/errors';

/** What DeleteTaskDefinitions takes at most. */
const A_CALL = 10;

/**
 * Deletes every revision of a service's task definition, those included that an earlier image left behind. ECS shows
 * them as DELETE_IN_PROGRESS until no task refers to them; then they are gone by themselves.
 *
 * @throws NotReadyError when ECS does not take one of them yet
 */
export async function deleteTaskDefinitions(ecs: ECSClient, family: string): Promise<void> {
  const [active, inactive] = await Promise.all([
    revisionsOf(ecs, family, 'ACTIVE'),
    revisionsOf(ecs, family, 'INACTIVE'),
  ]);
  for (const taskDefinition of active) {
    await ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition }));
  }
  const all = [...new Set([...active, ...inactive])];
  for (let start = 0; start < all.length; start += A_CALL) {
    const { failures = [] } = await ecs.send(
      new DeleteTaskDefinitionsCommand({ taskDefinitions: all.slice(start, start + A_CALL) }),
    );
    const refused = failures.filter(({ reason }) => !/not.?found|missing/i.test(reason ?? ''));
    if (refused.length > 0) {
      const why = refused.map(({ arn, reason, detail }) => `${arn}: ${detail ?? reason}`);
      throw new NotReadyError(`ECS does not delete all task definitions yet: ${why.join('; ')}`);
    }
  }
}

async function revisionsOf(
  ecs: ECSClient,
  familyPrefix: string,
  status: 'ACTIVE' | 'INACTIVE',
): Promise<string[]> {
  const revisions: string[] = [];
  for await (const page of paginateListTaskDefinitions({ client: ecs }, { familyPrefix, status })) {
    revisions.push(...(page.taskDefinitionArns ?? []));
  }
  // A prefix by its name: a family that merely begins so would be another tenant's.
  return revisions.filter((arn) => /task-definition\/(.+):\d+$/.exec(arn)?.[1] === familyPrefix);
}
