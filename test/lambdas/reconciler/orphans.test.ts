import { IAMClient, ListRolesCommand, ListRoleTagsCommand } from '@aws-sdk/client-iam';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { mockClient } from 'aws-sdk-client-mock';
import { settle } from '../../../lambdas/reconciler/reconcile/finding';
import { orphanedRoles, taggedOrphans } from '../../../lambdas/reconciler/reconcile/orphans';
import type { Owner } from '../../../lambdas/reconciler/reconcile/owners';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';

const gone = { tenantId: 'gone-id', tenantName: 'gone' };
const live = { tenantId: 'live-id', tenantName: 'live' };
const OWNERS: Record<string, Owner> = {
  'gone-id': { state: 'deleted', ...gone, since: '2026-01-01T00:00:00.000Z' },
  'live-id': { state: 'live' },
};
const table = (name: string) => `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`;
const tagging = mockClient(ResourceGroupsTaggingAPIClient);
const iam = mockClient(IAMClient);
const deleted: string[] = [];
const deps = {
  tagging: new ResourceGroupsTaggingAPIClient({}),
  iam: new IAMClient({}),
  inventory: { has: async ({ name }: { name: string }) => !name.includes('absent') },
  owners: {
    of: async (id: string): Promise<Owner> => OWNERS[id] ?? { state: 'unknown' },
    liveIdOf: async (name: string) => (name === 'live' ? 'live-id' : undefined),
  },
  deleteResource: async ({ name }: { name: string }) => void deleted.push(name),
  now: () => new Date('2026-03-01T10:00:00.000Z'),
};
/** The tags that our steps give, or the one that somebody else gave. */
const tagsOf = (tenantId: string, ours = true) => [
  { Key: 'tenantId', Value: tenantId },
  ...(ours
    ? [
        { Key: 'tenantName', Value: tenantId.split('-')[0] },
        { Key: 'tier', Value: 'PREMIUM' },
      ]
    : []),
];
const tagged = (...resources: [arn: string, tenantId: string, ours?: boolean][]) =>
  tagging.on(GetResourcesCommand).resolves({
    ResourceTagMappingList: resources.map(([ResourceARN, tenantId, ours]) => ({
      ResourceARN,
      Tags: tagsOf(tenantId, ours),
    })),
  });
const mended = async () => {
  const { found } = await taggedOrphans(deps, undefined, undefined);
  return Promise.all(found.map((each) => settle(each, true)));
};

beforeEach(() => {
  tagging.reset();
  iam.reset();
  deleted.length = 0;
});

describe('orphans', () => {
  it('of a deleted tenant are deleted when asked', async () => {
    const name = `${footprintName(gone)}-orders`;
    tagged([table(name), 'gone-id']);

    expect(await mended()).toMatchObject([
      { kind: 'orphan', type: 'Table', tenantName: 'gone', mended: true },
    ]);
    expect(deleted).toEqual([name]);
  });

  it('of a deleted tenant are keys too, by its tags alone: KMS names them at random', async () => {
    tagged(['arn:aws:kms:eu-west-1:123456789012:key/key-1', 'gone-id']);

    expect(await mended()).toMatchObject([
      { type: 'EncryptionKey', mended: true, advice: expect.stringContaining('schedule-key-deletion') },
    ]);
    expect(deleted).toEqual(['key-1']);
  });

  it.each([
    ['an unknown tenant', table('tenant-x-1'), 'nobody', 'does not know'],
    ['a deleted tenant under a foreign name', table('reports'), 'gone-id', 'is deleted'],
    ['a type that no footprint has', 'arn:aws:s3:::bucket', 'gone-id', 'is deleted'],
  ])('of %s are told and never deleted', async (_what, arn, tenantId, detail) => {
    tagged([arn, tenantId]);

    const found = await mended();

    expect(found).toMatchObject([{ kind: 'orphan', name: arn, detail: expect.stringContaining(detail) }]);
    expect(found[0]).not.toHaveProperty('mended');
    expect(deleted).toEqual([]);
  });

  it.each([
    'arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_shared',
    'arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1',
    table(`${footprintName(gone)}-orders`),
  ])('that somebody else marked as a deleted tenant’s are only reported: %s', async (arn) => {
    tagged([arn, 'gone-id', false]);

    expect(await mended()).toMatchObject([
      { kind: 'orphan', name: arn, advice: expect.stringContaining('not of the tenant') },
    ]);
    expect(deleted).toEqual([]);
  });

  it('are neither what a live tenant has, nor tasks, nor what only the index still shows', async () => {
    tagged(
      [table(`${footprintName(live)}-orders`), 'live-id'],
      ['arn:aws:ecs:eu-west-1:123456789012:task/advanced/1', 'gone-id'],
      [table(`${footprintName(gone)}-absent`), 'gone-id'],
    );

    expect(await mended()).toEqual([]);
  });

  it('among roles are found by name and tag; of a live tenant no tag is asked for', async () => {
    const role = (name: string) => ({
      ...{ RoleName: name, Arn: `arn:aws:iam::123456789012:role/tenants/${name}`, Path: '/tenants/' },
      ...{ RoleId: name, CreateDate: new Date(0) },
    });
    const left = `${footprintName(gone)}-orders`;
    iam.on(ListRolesCommand).resolves({
      Roles: [role(`${footprintName(live)}-orders`), role(left), role('tenant-untagged')],
      IsTruncated: true,
      Marker: 'more',
    });
    iam.on(ListRoleTagsCommand).resolves({ Tags: [] });
    iam
      .on(ListRoleTagsCommand, { RoleName: left })
      .resolves({ Tags: [{ Key: 'tenantId', Value: 'gone-id' }] });

    const { found, next } = await orphanedRoles(deps, undefined, undefined);

    expect(found).toMatchObject([{ type: 'Role', name: expect.stringContaining(left) }]);
    expect(next).toBe('more');
    expect(iam.commandCalls(ListRoleTagsCommand)).toHaveLength(2);
  });
});
