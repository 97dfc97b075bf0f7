import type { ResourceType } from '../contracts/registry-items';

/** A resource of AWS by the names under which the ledger would have it. */
export interface Resource {
  type: ResourceType;
  name: string;
  arn?: string;
  details?: { [key: string]: string };
}

/** What an ARN is about; the first group is the name. */
const PATTERNS: [ResourceType, RegExp][] = [
  ['Table', /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/],
  ['EncryptionKey', /^arn:[^:]+:kms:[^:]*:[^:]*:key\/(.+)$/],
  ['Cluster', /^arn:[^:]+:ecs:[^:]*:[^:]*:cluster\/(.+)$/],
  ['Service', /^arn:[^:]+:ecs:[^:]*:[^:]*:service\/[^/]+\/(.+)$/],
  ['TaskDefinition', /^arn:[^:]+:ecs:[^:]*:[^:]*:task-definition\/(.+):\d+$/],
  ['UserPool', /^arn:[^:]+:cognito-idp:[^:]*:[^:]*:userpool\/(.+)$/],
  ['ApiKey', /^arn:[^:]+:apigateway:[^:]*:[^:]*:\/apikeys\/(.+)$/],
  ['SecurityGroup', /^arn:[^:]+:ec2:[^:]*:[^:]*:security-group\/(.+)$/],
  ['Namespace', /^arn:[^:]+:servicediscovery:[^:]*:[^:]*:namespace\/(.+)$/],
  ['LogGroup', /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)(?::\*)?$/],
  ['TargetGroup', /^arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:targetgroup\/([^/]+)\/.+$/],
  ['ListenerRule', /^arn:[^:]+:elasticloadbalancing:[^:]*:[^:]*:listener-rule\/(.+)$/],
  ['Role', /^arn:[^:]+:iam::[^:]*:role\/tenants\/(.+)$/],
];

/** @returns undefined for a type that no footprint has */
export function resourceOf(arn: string): Resource | undefined {
  for (const [type, pattern] of PATTERNS) {
    const name = pattern.exec(arn)?.[1];
    if (name) return { type, name, arn };
  }
  return undefined;
}

/** The cluster of a service, by its name, from the service's ARN. */
export const clusterOf = (serviceArn: string): string => serviceArn.split('/').at(-2) ?? '';

/** A rule's ARN holds its listener's. */
export const listenerOf = (ruleArn: string): string =>
  ruleArn.replace(':listener-rule/', ':listener/').replace(/\/[^/]+$/, '');
