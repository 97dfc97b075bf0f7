import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { AssumeRoleCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { CredentialAction, Party, Situation } from '../action';
import type { Holder } from '../holder';
import type { SharedRole } from '../keyring';

type Grounds = Omit<Situation, 'by'>;
type Ask = Omit<AssumeRoleCommandInput, 'RoleArn' | 'RoleSessionName'>;

const tag = (Key: string, { member }: Party) => ({ Key, Value: member.tenantId });
const assume = ({ by }: Situation, RoleArn: string, ask: Ask = {}) =>
  by.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'isolation', ...ask }));

/** What STS says where a session inherits a tag that it is asked to set anew. */
const INHERITED = ['InvalidParameterValue'];

/** The tasks that are trusted to vend the session of whichever tenant a token was verified for. */
const isVendorOfAll = ({ by, keyring }: Situation) =>
  by === keyring.pool.orders || by === keyring.pool.products;

const vendor = ({ victim }: Grounds): Holder => victim.keys.vendor;

/** The one form in which a session is vended: a single tag, the tenant's id. */
const properly = (s: Situation) => assume(s, s.keyring.arns.tenantData, { Tags: [tag('tenant', s.victim)] });

/** Asked for as its own vendor does, for another tenant. */
const FOR_ANOTHER: Record<string, (s: Situation) => Ask> = {
  'tag-of-another': ({ victim }) => ({ Tags: [tag('tenant', victim)] }),
  'transitive-tag-of-another': ({ victim }) => ({
    Tags: [tag('tenant', victim)],
    TransitiveTagKeys: ['tenant'],
  }),
  'tag-of-another-shortly': ({ victim }) => ({ Tags: [tag('tenant', victim)], DurationSeconds: 900 }),
};

/** Asked for in forms that nobody may use. */
const MALFORMED: Record<string, (s: Situation) => Ask> = {
  'own-tag-and-another': ({ attacker, victim }) => ({
    Tags: [tag('tenant', attacker), tag('owner', victim)],
  }),
  'tag-of-the-role': ({ victim }) => ({ Tags: [tag('tenant', victim), tag('tenantId', victim)] }),
  'other-case': ({ victim }) => ({ Tags: [tag('Tenant', victim)] }),
  'no-tag': () => ({}),
  'empty-tag': () => ({ Tags: [{ Key: 'tenant', Value: '' }] }),
  'other-key': ({ victim }) => ({ Tags: [tag('tenantId', victim)] }),
};

const WIDENING: CredentialAction[] = [
  ...Object.entries(FOR_ANOTHER).map(
    ([name, ask]): CredentialAction => ({
      ...{ kind: 'session tag', name, owner: vendor, refusals: INHERITED },
      fits: (s) => !isVendorOfAll(s),
      send: (s) => assume(s, s.keyring.arns.tenantData, ask(s)),
    }),
  ),
  ...Object.entries(MALFORMED).map(
    ([name, ask]): CredentialAction => ({
      ...{ kind: 'session tag', name, owner: vendor, refusals: INHERITED },
      send: (s) => assume(s, s.keyring.arns.tenantData, ask(s)),
      plain: properly,
    }),
  ),
  {
    // A session policy only takes away, whatever it says.
    ...{ kind: 'session tag', name: 'session-policy-that-allows-all', owner: vendor },
    // Only who can vend its own session gets as far as to use it.
    fits: ({ by, attacker }) => by === attacker.keys.vendor,
    send: async (s) => {
      const Statement = [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }];
      const session = await s.by.assume('session-of-policy', {
        RoleArn: s.keyring.arns.tenantData,
        Tags: [tag('tenant', s.attacker)],
        Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
      });
      const { name, idName } = s.keyring.pooledProducts;
      const Key = { tenantId: { S: s.victim.member.tenantId }, [idName]: { S: 'any' } };
      return session.dynamodb.send(new GetItemCommand({ TableName: name, Key }));
    },
  },
];

/** Roles that work for tenants, each with who may take it and how. */
const tagged = (s: Situation): Ask => ({ Tags: [tag('tenant', s.victim)] });
const FOREIGN_ROLES: [SharedRole, (s: Grounds) => Holder, ask?: (s: Situation) => Ask][] = [
  ['tenantItems', ({ keyring }) => keyring.functions.removeData, tagged],
  ['tenantSignOuts', ({ keyring }) => keyring.pool.users, tagged],
  // What only an AWS service takes; the local AWS lets its root play that service.
  ...(['poolOrders', 'poolProducts', 'poolUsers', 'execution', 'removeData', 'exportData'] as const).map(
    (role): [SharedRole, (s: Grounds) => Holder] => [role, ({ keyring }) => keyring.root],
  ),
];

const CHAINING: CredentialAction[] = [
  ...FOREIGN_ROLES.map(
    ([role, owner, ask = () => ({})]): CredentialAction => ({
      ...{ kind: 'role chaining', name: role, owner, refusals: INHERITED },
      fits: (s) => s.by !== owner(s),
      send: (s) => assume(s, s.keyring.arns[role], ask(s)),
    }),
  ),
  ...[0, 1, 2].map(
    (index): CredentialAction => ({
      ...{ kind: 'role chaining', name: `task-role-${index}`, owner: ({ keyring }) => keyring.root },
      fits: ({ victim }) => victim.keys.taskRoleArns.length > 0,
      send: (s) => assume(s, s.victim.keys.taskRoleArns[index] ?? ''),
    }),
  ),
];

export const SESSION_ACTIONS: readonly CredentialAction[] = [...WIDENING, ...CHAINING];
