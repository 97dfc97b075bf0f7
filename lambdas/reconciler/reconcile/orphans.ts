import { type IAMClient, ListRolesCommand, ListRoleTagsCommand } from '@aws-sdk/client-iam';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { isAwsError } from '../../shared/aws/errors';
import { TENANT_ROLE_PATH } from '../../shared/aws/place';
import { footprintName, shortId } from '../../shared/contracts/identifiers';
import { type Resource, resourceOf } from '../../shared/footprint/resource';
import { type TaggedResource, taggedResources } from '../../shared/footprint/tagged-resources';
import type { Found } from './finding';
import type { Inventory } from './inventory';
import { orderOfDeletion, removalCommand } from './orphan-deletion';
import type { FormerOwner, Owner, Owners } from './owners';

export interface OrphanDependencies {
  tagging: ResourceGroupsTaggingAPIClient;
  iam: IAMClient;
  inventory: Inventory;
  owners: Owners;
  /** Deletes one resource that carries a tenant's tag. */
  deleteResource: (resource: Resource) => Promise<unknown>;
  now: () => Date;
}

interface Page {
  found: Found[];
  next?: string;
}

/** What AWS's index of tags still shows of something that no list of ours can confirm. */
const INDEX_LAG_MS = 60 * 60_000;

/**
 * A page of what carries a tenant's tag though its tenant is unknown or deleted. What the index of tags still shows,
 * and its service's own list does not, is gone. Of a deleted tenant, what is named as its footprint was can be deleted;
 * what is another's by name, or an unknown tenant's, is only reported.
 *
 * AWS calls: `tag:GetResources`; those of the inventory. Registry: GetItem (tenant, registration), once a tenant.
 */
export async function taggedOrphans(
  deps: OrphanDependencies,
  only: string | undefined,
  from: string | undefined,
): Promise<Page> {
  const { resources, next } = await taggedResources(deps.tagging, { tenantId: only, from });
  return { found: await judge(deps, resources), next };
}

/**
 * The same of task roles, which the index of tags leaves out. A role's name tells its tenant's name and short id: of
 * live tenants no tags are asked for.
 *
 * AWS calls: `iam:ListRoles` (path /tenants/), `iam:ListRoleTags` for roles of no live tenant. Registry: GetItem (name,
 * tenant, registration).
 */
export async function orphanedRoles(
  deps: OrphanDependencies,
  only: string | undefined,
  from: string | undefined,
): Promise<Page> {
  const page = await deps.iam.send(
    new ListRolesCommand({ PathPrefix: TENANT_ROLE_PATH, MaxItems: 100, Marker: from }),
  );
  const suspects: TaggedResource[] = [];
  for (const { RoleName = '', Arn = '' } of page.Roles ?? []) {
    if (await isOfLiveTenant(deps.owners, RoleName)) continue;
    const tags = await tagsOfRole(deps.iam, RoleName);
    if (tags.tenantId && (!only || tags.tenantId === only)) suspects.push({ arn: Arn, tags });
  }
  return { found: await judge(deps, suspects), next: page.IsTruncated ? page.Marker : undefined };
}

async function judge(deps: OrphanDependencies, resources: readonly TaggedResource[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const { arn, tags } of resources) {
    const { tenantId = '' } = tags;
    const owner = await deps.owners.of(tenantId);
    if (!tenantId || owner.state === 'live') continue;
    const resource = resourceOf(arn);
    const there = resource && (await deps.inventory.has(resource));
    if (there === false || (there === undefined && wentLately(owner, deps.now()))) continue;
    found.push(orphan(deps, { arn, tags }, owner, resource));
  }
  return found.sort((a, b) => orderOfDeletion(a.type) - orderOfDeletion(b.type));
}

function orphan(
  deps: OrphanDependencies,
  { arn, tags }: TaggedResource,
  owner: Exclude<Owner, { state: 'live' }>,
  resource: Resource | undefined,
): Found {
  const { tenantId = '', tenantName = '' } = tags;
  const about = {
    ...{
      kind: 'orphan' as const,
      tenantId,
      tenantName: 'tenantName' in owner ? owner.tenantName : tenantName,
    },
    ...{ type: resource?.type ?? arn.split(':')[2] ?? '', name: arn },
  };
  const byHand = resource ? removalCommand(resource) : 'delete it by hand';
  if (owner.state === 'unknown') {
    return {
      ...about,
      detail: 'carries the tag of a tenant that the registry does not know',
      advice: `never deleted by this command; when nobody needs it: ${byHand}`,
    };
  }
  const detail = `its tenant is deleted since ${owner.since}`;
  if (!resource || !isNamedAs(owner, resource) || !isTaggedAs(owner, tags)) {
    return { ...about, detail, advice: `not of the tenant's own making; when nobody needs it: ${byHand}` };
  }
  return {
    ...about,
    detail,
    advice: `saas reconcile --fix deletes it, or: ${byHand}`,
    mend: () => deps.deleteResource(resource),
  };
}

/**
 * Our steps give all three tags. Whoever marks a resource of his own as a tenant's, to see what it costs for instance,
 * gives the one.
 */
const isTaggedAs = (owner: FormerOwner, { tenantName, tier }: TaggedResource['tags']): boolean =>
  tenantName === owner.tenantName && tier !== undefined;

/** Types whose names AWS makes up: the tags alone tell. */
const NAMED_BY_AWS: readonly string[] = [
  'UserPool',
  'ApiKey',
  'SecurityGroup',
  'Namespace',
  'ListenerRule',
  'EncryptionKey',
];

function isNamedAs(owner: FormerOwner, { type, name }: Resource): boolean {
  if (NAMED_BY_AWS.includes(type)) return true;
  const own = footprintName(owner);
  const begins = [own, `/tenants/${own}`, `tenant-${shortId(owner.tenantId)}`];
  return begins.some((begin) => name === begin || name.startsWith(`${begin}-`));
}

const wentLately = (owner: Owner, now: Date): boolean =>
  owner.state === 'deleted' && now.getTime() - Date.parse(owner.since) < INDEX_LAG_MS;

/** `tenant-<name>-<short id>-<service>` */
const ROLE_NAME = /^tenant-(.+)-([0-9a-f]{8})-[a-z]+$/;

async function isOfLiveTenant(owners: Owners, roleName: string): Promise<boolean> {
  const [, tenantName, short] = ROLE_NAME.exec(roleName) ?? [];
  if (!tenantName || !short) return false;
  const tenantId = await owners.liveIdOf(tenantName);
  return tenantId !== undefined && shortId(tenantId) === short;
}

async function tagsOfRole(iam: IAMClient, RoleName: string): Promise<Record<string, string>> {
  try {
    const { Tags = [] } = await iam.send(new ListRoleTagsCommand({ RoleName }));
    return Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  } catch (error) {
    // Deleted since it was listed.
    if (isAwsError(error, 'NoSuchEntityException', 'NoSuchEntity')) return {};
    throw error;
  }
}
