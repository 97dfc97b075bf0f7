import { type APIGatewayClient, paginateGetApiKeys } from '@aws-sdk/client-api-gateway';
import {
  type CognitoIdentityProviderClient,
  paginateListUserPools,
} from '@aws-sdk/client-cognito-identity-provider';
import { type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { type ECSClient, paginateListClusters } from '@aws-sdk/client-ecs';
import { GetAccountSummaryCommand, type IAMClient } from '@aws-sdk/client-iam';
import { paginateListNamespaces, type ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import { isAwsFailure } from '../../shared/aws/errors';
import type { Check } from '../../shared/contracts/preflight';
import { ISOLATION, SERVICES, type Tier } from '../../shared/contracts/tiers';
import type { Quotas } from './env';

export interface AccountClients {
  apiGateway: APIGatewayClient;
  cloudMap: ServiceDiscoveryClient;
  cognito: CognitoIdentityProviderClient;
  dynamodb: DynamoDBClient;
  ecs: ECSClient;
  iam: IAMClient;
}

interface Question {
  check: Check['check'];
  /** For people. */
  what: string;
  /** How many the tenant takes. */
  needs: number;
  /** Where else the limit stands, as the message goes on. */
  setting?: string;
  ask: () => Promise<{ used: number; limit: number }>;
}

/**
 * Asks AWS how many there are of what the tenant would take one or more of; each list's pages are walked, which is at
 * most some calls: an installation has some 200 silo tenants. Not asked are listeners' rules and target groups, which a cell's
 * places bound.
 *
 * AWS calls: `apigateway:GET` on `/apikeys`; for a silo tenant `cognito-idp:ListUserPools`,
 * `servicediscovery:ListNamespaces`, `iam:GetAccountSummary`, `dynamodb:ListTables`, `ecs:ListClusters` too.
 */
export async function checkQuotas(clients: AccountClients, quotas: Quotas, tier: Tier): Promise<Check[]> {
  return Promise.all(questionsOf(clients, quotas, tier).map(answer));
}

function questionsOf(clients: AccountClients, quotas: Quotas, tier: Tier): Question[] {
  const { apiGateway, cloudMap, cognito, dynamodb, ecs, iam } = clients;
  const { silo, ownCluster, ownTables } = ISOLATION[tier];
  const counted = (
    check: keyof Quotas,
    what: string,
    needs: number,
    pages: () => AsyncIterable<unknown[] | undefined>,
  ): Question => ({
    ...{ check, what, needs },
    // AWS tells a quota by Service Quotas alone, so the limit is what the deployment was told.
    setting: `, then set quotas.${check} in cdk/config.ts to it and deploy`,
    ask: async () => ({ used: await countAll(pages()), limit: quotas[check] }),
  });
  const keys = counted('apiKeys', 'API keys', 1, () =>
    listed(paginateGetApiKeys({ client: apiGateway, pageSize: 500 }, {}), ({ items }) => items),
  );
  if (!silo) return [keys];
  return [
    keys,
    counted('userPools', 'user pools', 1, () =>
      listed(
        paginateListUserPools({ client: cognito, pageSize: 60 }, { MaxResults: 60 }),
        (page) => page.UserPools,
      ),
    ),
    counted('namespaces', 'Cloud Map namespaces', 1, () =>
      listed(paginateListNamespaces({ client: cloudMap, pageSize: 100 }, {}), (page) => page.Namespaces),
    ),
    {
      ...{ check: 'roles', what: 'IAM roles', needs: SERVICES.length },
      ask: async () => {
        const { SummaryMap = {} } = await iam.send(new GetAccountSummaryCommand({}));
        // IAM's own default, where it does not tell.
        return { used: SummaryMap.Roles ?? 0, limit: SummaryMap.RolesQuota ?? 1_000 };
      },
    },
    counted('tables', 'DynamoDB tables', ownTables.length, () =>
      listed(paginateListTables({ client: dynamodb, pageSize: 100 }, {}), (page) => page.TableNames),
    ),
    ...(ownCluster
      ? [
          counted('clusters', 'ECS clusters', 1, () =>
            listed(paginateListClusters({ client: ecs, pageSize: 100 }, {}), (page) => page.clusterArns),
          ),
        ]
      : []),
  ];
}

async function* listed<P>(
  pages: AsyncIterable<P>,
  itemsOf: (page: P) => unknown[] | undefined,
): AsyncIterable<unknown[] | undefined> {
  for await (const page of pages) yield itemsOf(page);
}

async function countAll(pages: AsyncIterable<unknown[] | undefined>): Promise<number> {
  let count = 0;
  for await (const items of pages) count += items?.length ?? 0;
  return count;
}

/** What AWS does not tell speaks against nothing: it is said, and onboarding finds out. */
async function answer({ check, what, needs, setting = '', ask }: Question): Promise<Check> {
  try {
    const { used, limit } = await ask();
    const ok = used + needs <= limit;
    return {
      check,
      ok,
      message: ok
        ? `${used} of ${limit} ${what} are in use; the tenant takes ${needs}`
        : `${used} of ${limit} ${what} are in use and the tenant takes ${needs}: raise the quota in Service Quotas${setting}`,
      used,
      limit,
    };
  } catch (error) {
    if (!isAwsFailure(error)) throw error;
    return {
      check,
      ok: true,
      unknown: true,
      message: `AWS did not tell how many ${what} there are: ${error.name}`,
    };
  }
}
