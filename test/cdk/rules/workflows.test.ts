import { statementsOf } from '../../builders/policies';
import { buildTemplates } from '../../builders/stacks';

const { all, ofType } = buildTemplates();
const allowed = statementsOf(all).filter(({ Effect }) => Effect === 'Allow');

describe.each(
  ofType('AWS::StepFunctions::StateMachine').map(
    ({ name, Properties }) => [String(Properties.StateMachineName), { name, Properties }] as const,
  ),
)('the state machine %s', (_name, { name, Properties }) => {
  const substitutions: Record<string, unknown> = Properties.DefinitionSubstitutions;
  const placeholders = [...String(Properties.DefinitionString).matchAll(/\$\{(\w+)\}/g)].map(([, each]) =>
    String(each),
  );
  const role = String(Properties.RoleArn['Fn::GetAtt'][0]);
  const ofItsRole = allowed.filter(({ holder }) =>
    holder.startsWith(`${name.split('/')[0]}/${role.slice(0, -8)}`),
  );
  const functionArns = Object.entries(substitutions)
    .filter(([key]) => key.endsWith('Arn'))
    .map(([, arn]) => JSON.stringify(arn));

  it('is given each value that its definition asks for, and none beside', () => {
    expect(Object.keys(substitutions).sort()).toEqual([...new Set(placeholders)].sort());
  });

  it('may call the functions of its steps and no other', () => {
    const callable = ofItsRole
      .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
      .flatMap(({ resources }) => resources);

    expect(functionArns.length).toBeGreaterThan(0);
    expect(callable.sort()).toEqual(functionArns.sort());
  });

  it('may give back the lock of a tenant and publish, if it does, and deliver its logs and traces, no more', () => {
    const does = (service: string) => String(Properties.DefinitionString).includes(`:states:::${service}`);
    const actions = ofItsRole
      .flatMap((statement) => statement.actions)
      .filter((action) => !/^(logs|xray):/.test(action));

    expect([...new Set(actions)].sort()).toEqual([
      ...(does('dynamodb:deleteItem') ? ['dynamodb:DeleteItem'] : []),
      ...(does('events:putEvents') ? ['events:PutEvents'] : []),
      'lambda:InvokeFunction',
    ]);
    const deletions = ofItsRole.filter((statement) => statement.actions.includes('dynamodb:DeleteItem'));
    for (const { Condition } of deletions) {
      expect(Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TENANT#*'] } });
    }
  });

  it('keeps what passes through it out of its log', () => {
    expect(Properties.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ALL' });
  });
});
