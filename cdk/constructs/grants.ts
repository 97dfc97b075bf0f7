import { Effect, type IPrincipal, PolicyDocument, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { explain, type NagReason } from './nag-reasons';

/** Rights of a role: what it may do, to what, on which conditions. */
export interface Grant {
  /** Actions by name; a wildcard is refused. */
  actions: string[];
  /** ARNs; one with a wildcard needs `because`. */
  resources: string[];
  /** `Deny` takes away what another of the role's grants would reach by its pattern. @default Allow */
  effect?: 'Allow' | 'Deny';
  /** As in a policy document. @default none */
  conditions?: Record<string, Record<string, unknown>>;
  /** Why a resource is a pattern: AWS has no other, or the resource does not exist yet. */
  because?: string;
}

/** A grant is wider than it needs to be, or does not say why. */
export class GrantError extends Error {
  override name = 'GrantError';
}

/** Gives a role rights, and leaves the reasons for patterns in its policy's metadata. */
export function allow(role: Role, ...grants: Grant[]): void {
  for (const grant of grants) role.addToPrincipalPolicy(statementOf(grant));
  const policy = role.node.tryFindChild('DefaultPolicy');
  if (policy) explain(policy, ...reasonsOf(grants));
}

/** The same rights as a document, for a managed policy. */
export const documentOf = (grants: Grant[]): PolicyDocument =>
  new PolicyDocument({ statements: grants.map((grant) => statementOf(grant)) });

/** One statement of a policy. */
export function statementOf(grant: Grant, principals?: IPrincipal[]): PolicyStatement {
  const wide = grant.actions.find((action) => action.includes('*'));
  if (wide) throw new GrantError(`${wide}: name the actions`);
  const patterns = grant.resources.filter(isPattern);
  if (patterns.length > 0 && !grant.because)
    throw new GrantError(`${patterns.join(', ')}: say why it is a pattern`);
  const { actions, resources, conditions } = grant;
  const effect = grant.effect === 'Deny' ? Effect.DENY : Effect.ALLOW;
  return new PolicyStatement({ effect, actions, resources, conditions, principals });
}

/** cdk-nag's words for the patterns among grants, with their reasons. */
export function reasonsOf(grants: Grant[]): NagReason[] {
  return grants.flatMap(({ resources, because }) => {
    const patterns = resources.filter(isPattern);
    if (patterns.length === 0 || !because) return [];
    return [{ id: 'AwsSolutions-IAM5', reason: because, appliesTo: patterns.map(findingOf) }];
  });
}

/** A token stands for a name or an ARN that AWS gives, which holds no wildcard. */
const TOKEN = /\$\{Token\[[^\]]*\]\}/;
const isPattern = (resource: string): boolean => resource.split(TOKEN).join('').includes('*');

/** A finding names the ARN with its tokens resolved in some form: match what follows the last of them. */
function findingOf(resource: string): string | { regex: string } {
  const tail = resource.split(TOKEN).at(-1) ?? resource;
  if (tail === resource) return `Resource::${resource}`;
  return { regex: `/^Resource::.*${tail.replaceAll(/[/\-\\^$*+?.()|[\]{}]/g, '\\$&')}$/` };
}
