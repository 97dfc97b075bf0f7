import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config';

/** Everything a silo tenant has is named so; see footprintName. */
const FOOTPRINT = 'tenant-*';

/** Only what carries a tenant's tag can be touched. */
export const OF_A_TENANT = { Null: { 'aws:ResourceTag/tenantId': 'false' } };
/** A resource can be made only with the tenant's tag, which cost and clean-up rely on. */
export const TAGGED = { Null: { 'aws:RequestTag/tenantId': 'false' } };
/**
 * The same for the right to tag, which AWS asks for as something is made with tags: what carries another tenant's tag
 * keeps it. Boundaries compare a role's tag with a resource's, so who could tag anew could open a wall between tenants.
 */
export const TAGGED_ONCE = {
  ...TAGGED,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
  StringEqualsIfExists: { 'aws:ResourceTag/tenantId': '${aws:RequestTag/tenantId}' },
};

/** Exactly one session tag, `tenant`, and a value for it: STS takes an empty one, which is nobody's. */
export const ONE_TENANT_TAG = {
  'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
  StringLike: { 'aws:RequestTag/tenant': '?*' },
};

/** Why the resources of a tenant are patterns in a policy. */
export const ANY_TENANTS = 'Tenants come and go; the pattern is limited to the names that a footprint has.';

/** Patterns of the ARNs of what silo tenants own. */
export function footprintArns(scope: Construct, { prefix }: Pick<Config, 'prefix'>) {
  const stack = Stack.of(scope);
  const arn = (service: string, resource: string, resourceName: string, arnFormat?: ArnFormat) =>
    stack.formatArn({ service, resource, resourceName, arnFormat });
  return {
    services: arn('ecs', 'service', `*/${FOOTPRINT}`),
    clusters: arn('ecs', 'cluster', FOOTPRINT),
    taskDefinitions: arn('ecs', 'task-definition', `${FOOTPRINT}:*`),
    targetGroups: arn('elasticloadbalancing', 'targetgroup', `${FOOTPRINT}/*`),
    listenerRules: arn('elasticloadbalancing', 'listener-rule', `app/${prefix}-cell-*`),
    // IAM knows the path of a role that is there only: to be told that one is gone needs its name alone.
    roles: ['tenants/', ''].map(
      (path) => `arn:${stack.partition}:iam::${stack.account}:role/${path}${FOOTPRINT}`,
    ),
    tables: arn('dynamodb', 'table', FOOTPRINT),
    keys: arn('kms', 'key', '*'),
    keyAliases: arn('kms', 'alias', FOOTPRINT),
    logGroups: arn('logs', 'log-group', `/tenants/${FOOTPRINT}`, ArnFormat.COLON_RESOURCE_NAME),
    userPools: arn('cognito-idp', 'userpool', '*'),
    securityGroups: arn('ec2', 'security-group', '*'),
    namespaces: arn('servicediscovery', 'namespace', '*'),
    cloudMapServices: arn('servicediscovery', 'service', '*'),
    apiKeys: `arn:${stack.partition}:apigateway:${stack.region}::/apikeys`,
    apiKey: `arn:${stack.partition}:apigateway:${stack.region}::/apikeys/*`,
    keysOfPlan: (id: string) => `arn:${stack.partition}:apigateway:${stack.region}::/usageplans/${id}/keys`,
  };
}
