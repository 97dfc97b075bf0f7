import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesize } from '../../local/deployment';
import { root } from '../../local/paths';

/** What the stacks cannot know before they are deployed: names, ARNs, addresses. */
const UNKNOWN = 'https://unknown.example.com/1/x';

interface Template {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
}

/**
 * The environment that each function is deployed with, by the path of its bundle (`onboarding/create-cluster`), as a
 * synthesis of the stacks says: a function checks its own while it is imported.
 */
export async function environments(): Promise<Map<string, Record<string, string>>> {
  const folder = join(root, '.local/bench/bundles');
  await synthesize(folder, 'http://127.0.0.1:1');
  const found = new Map<string, Record<string, string>>();
  const output = join(folder, 'cdk.out');
  for (const file of readdirSync(output).filter((name) => name.endsWith('.template.json'))) {
    const { Resources } = JSON.parse(readFileSync(join(output, file), 'utf8')) as Template;
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::Lambda::Function') continue;
      const { LogGroup } = (Properties.LoggingConfig ?? {}) as { LogGroup?: { Ref: string } };
      const logs = Resources[LogGroup?.Ref ?? '']?.Properties.LogGroupName;
      const path = /\/functions\/(.+)$/.exec(String(logs))?.[1];
      const { Variables = {} } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
      if (path)
        found.set(
          path,
          Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, known(value)])),
        );
    }
  }
  return found;
}

/** A value of a template, with what CloudFormation would put in made up. */
function known(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join } = value as { 'Fn::Join'?: [string, unknown[]] };
  return join ? join[1].map(known).join(join[0]) : UNKNOWN;
}
