import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { buildTemplates, type Resource } from '../../builders/stacks';

const root = join(__dirname, '../../..');
const { ofType, templates } = buildTemplates({
  endpoints: { jwksBaseUrl: 'http://localhost:4566' },
});
const functions = ofType('AWS::Lambda::Function');
const logGroups = ofType('AWS::Logs::LogGroup');

/** `<feature>/<function>` of a function, by its log group. */
function pathOf({ name, Properties }: Resource & { name: string }): string {
  const [stack = ''] = name.split('/');
  const group = templates[stack]?.Resources[Properties.LoggingConfig.LogGroup.Ref];
  return String(group?.Properties.LogGroupName).replace('/ecs-saas/functions/', '');
}

/** Every function of the source tree. */
const sources = readdirSync(join(root, 'lambdas'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.name === 'handler.ts')
  .map((entry) => entry.parentPath.replace(`${join(root, 'lambdas')}/`, ''))
  .sort();

it('every function of the source is deployed, once', () => {
  expect(functions.map(pathOf).sort()).toEqual(sources);
});

describe.each(functions.map((fn) => [pathOf(fn), fn] as const))('%s', (path, { name, Properties }) => {
  it('keeps its logs for a limited time, in a group that stands in the template', () => {
    const [stack = ''] = name.split('/');
    const group = templates[stack]?.Resources[Properties.LoggingConfig.LogGroup.Ref];

    expect(group?.Properties.RetentionInDays).toBe(30);
    expect(Properties.LoggingConfig.LogFormat).toBe('JSON');
  });

  it('is traced', () => {
    expect(Properties.TracingConfig).toEqual({ Mode: 'Active' });
  });

  it('runs its own bundle', () => {
    expect(Properties.Handler).toBe('index.handler');
    expect(Properties.Runtime).toBe('nodejs24.x');
  });

  it('has a role that no other function has', () => {
    const role = JSON.stringify(Properties.Role);

    expect(functions.filter((other) => JSON.stringify(other.Properties.Role) === role)).toHaveLength(1);
  });

  it('is given every variable that its source reads, and no more', async () => {
    const variables = Object.keys(Properties.Environment.Variables).filter(
      (key) => !key.startsWith('POWERTOOLS_'),
    );
    const file = join(root, 'lambdas', path, 'env.ts');
    const schema = existsSync(file) ? ((await import(file)).environmentSchema as z.ZodObject) : undefined;

    expect(variables.sort()).toEqual(Object.keys(schema?.shape ?? {}).sort());
  });
});

it('no log group keeps its logs for ever', () => {
  expect(logGroups.filter(({ Properties }) => !Properties.RetentionInDays)).toEqual([]);
  expect(logGroups.length).toBeGreaterThan(functions.length);
});

it('every step ends before its state gives up on it', () => {
  interface State {
    Arguments?: { FunctionName?: string };
    TimeoutSeconds?: number;
    States?: Record<string, State>;
    Branches?: State[];
    ItemProcessor?: State;
  }
  const definition = JSON.parse(
    readFileSync(join(root, 'state-machines/onboarding.asl.json'), 'utf8'),
  ) as State;
  const statesOf = (part: State): State[] =>
    [
      ...Object.values(part.States ?? {}),
      ...(part.Branches ?? []),
      ...(part.ItemProcessor ? [part.ItemProcessor] : []),
    ].flatMap((state) => [state, ...statesOf(state)]);
  const waits = new Map(
    statesOf(definition)
      .filter(({ Arguments }) => Arguments?.FunctionName)
      .map(({ Arguments, TimeoutSeconds }) => [Arguments?.FunctionName, TimeoutSeconds]),
  );
  const steps = functions.filter((fn) => pathOf(fn).startsWith('onboarding/'));

  expect(steps).toHaveLength(12);
  for (const step of steps) {
    const name = pathOf(step).replace('onboarding/', '');
    const placeholder = `\${${name.replaceAll(/(?:^|-)([a-z])/g, (_m, letter: string) => letter.toUpperCase())}Arn}`;

    expect(waits.get(placeholder)).toBeGreaterThan(step.Properties.Timeout);
  }
});
