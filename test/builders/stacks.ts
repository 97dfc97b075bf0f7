import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Config, parseConfig } from '../../cdk/config';
import { createStacks } from '../../cdk/stacks/create-stacks';
import cdkJson from '../../cdk.json';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-west-1';

/** A resource of a template, as CloudFormation reads it. */
export interface Resource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever its resource type says
  Properties: Record<string, any>;
  Metadata?: { cdk_nag?: { rules_to_suppress?: { id: string; reason: string }[] } };
  DeletionPolicy?: string;
}

/** The five stacks of a deployment with these settings, not yet synthesized. */
export function buildStacks(settings: Record<string, unknown> = {}) {
  // Its own validation is cfn-lint's, rule for rule, and takes 4 s; the suite runs cfn-lint itself.
  process.env.CDK_VALIDATION = 'false';
  const config: Config = parseConfig({ account: ACCOUNT, region: REGION, ...settings });
  const app = new App({ context: cdkJson.context, analyticsReporting: false });
  return { app, config, stacks: createStacks(app, config) };
}

/** The templates of a deployment, by stack name, and ways to look into all of them at once. */
export function buildTemplates(settings: Record<string, unknown> = {}) {
  const { stacks, config } = buildStacks(settings);
  const templates = Object.fromEntries(
    (Object.values(stacks) as Stack[]).map((stack) => [stack.stackName, Template.fromStack(stack).toJSON()]),
  ) as Record<string, { Resources: Record<string, Resource>; Outputs?: Record<string, { Value: unknown }> }>;
  const all = Object.entries(templates).flatMap(([stack, { Resources }]) =>
    Object.entries(Resources).map(([id, resource]) => ({ name: `${stack}/${id}`, ...resource })),
  );
  return {
    config,
    templates,
    /** Every resource of a type, of all stacks, with `<stack>/<logical id>` as its name. */
    ofType: (type: string) => all.filter((resource) => resource.Type === type),
    all,
  };
}
