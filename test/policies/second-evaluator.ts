// A tool of the tests alone: AGPL-3.0, so nothing that is bundled or deployed may import it.
import { runSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT } from '../builders/stacks';
import { type Asked, contextOf, sessionArn } from './asked';

/** The verdict of `@cloud-copilot/iam-simulate`, which shares no code with the local AWS. */
export async function secondVerdict({ principal, request }: Asked): Promise<boolean> {
  const { role } = principal;
  const result = await runSimulation(
    {
      request: {
        principal: sessionArn(principal),
        action: request.action,
        resource: { resource: request.resource, accountId: ACCOUNT },
        contextVariables: contextOf(principal, request),
      },
      identityPolicies: role.identity.map((policy, index) => ({ name: `policy-${index}`, policy })),
      ...(role.boundary && { permissionBoundaryPolicies: [{ name: 'boundary', policy: role.boundary }] }),
      ...(request.trust && { resourcePolicy: request.trust.trust }),
      ...(request.keyPolicy && { resourcePolicy: request.keyPolicy }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') {
    throw new Error(`${request.action} on ${request.resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === 'Allowed';
}
