import {
  APIGatewayClient,
  paginateGetApiKeys,
  paginateGetUsagePlanKeys,
  paginateGetUsagePlans,
} from '@aws-sdk/client-api-gateway';
import {
  IAMClient,
  paginateListRolePolicies,
  paginateListRoles,
  paginateListRoleTags,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, KMSClient, paginateListAliases, paginateListKeys } from '@aws-sdk/client-kms';
import { TENANT_ROLE_PATH } from '../../../lambdas/shared/aws/place';
import { clientConfig } from '../../../scripts/local/engine';
import { all, ofEach } from './pages';
import { tagged } from './tagged';

/** What lets somebody in: API keys, roles with what tenants' own may do, encryption keys. */
export const accessAndKeys = async (port: number): Promise<string[]> =>
  (await Promise.all([apiKeys, roles, encryptionKeys].map((list) => list(port)))).flat();

async function apiKeys(port: number): Promise<string[]> {
  const client = new APIGatewayClient(clientConfig(port));
  const keys = await all(paginateGetApiKeys({ client }, { limit: 500 }), (page) => page.items);
  const plans = await all(paginateGetUsagePlans({ client }, { limit: 500 }), (page) => page.items);
  const attached = await ofEach(plans, async ({ id, name }) => {
    const pages = paginateGetUsagePlanKeys({ client }, { usagePlanId: id, limit: 500 });
    return (await all(pages, (page) => page.items)).map((key) => `UsagePlanKey ${name}/${key.name}`);
  });
  return [
    ...keys.flatMap(({ name, tags }) => [`ApiKey ${name}`, ...tagged(`apigateway apikeys ${name}`, tags)]),
    ...attached,
  ];
}

async function roles(port: number): Promise<string[]> {
  const client = new IAMClient(clientConfig(port));
  const found = await all(paginateListRoles({ client }, { MaxItems: 1_000 }), (page) => page.Roles);
  const ofTenants = await ofEach(
    found.filter(({ Path }) => Path === TENANT_ROLE_PATH),
    async ({ RoleName }) => {
      const [policies, tags] = await Promise.all([
        all(paginateListRolePolicies({ client }, { RoleName }), (page) => page.PolicyNames),
        all(paginateListRoleTags({ client }, { RoleName }), (page) => page.Tags),
      ]);
      return [
        ...policies.map((name) => `RolePolicy ${RoleName}/${name}`),
        ...tagged(`iam role ${RoleName}`, tags),
      ];
    },
  );
  return [...found.map(({ Path, RoleName }) => `Role ${Path}${RoleName}`), ...ofTenants];
}

/** A key that waits for its deletion is as good as gone, and leaves the account days later. */
async function encryptionKeys(port: number): Promise<string[]> {
  const client = new KMSClient(clientConfig(port));
  const aliases = await all(paginateListAliases({ client }, {}), (page) => page.Aliases);
  const keys = await all(paginateListKeys({ client }, {}), (page) => page.Keys);
  const lasting = await ofEach(keys, async ({ KeyId }) => {
    const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId }));
    return key?.KeyState === 'PendingDeletion' ? [] : [`EncryptionKey ${key?.Description ?? ''}`];
  });
  return [...aliases.map(({ AliasName }) => `KeyAlias ${AliasName}`), ...lasting];
}
