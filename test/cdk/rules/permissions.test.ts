import { factsOf, type Statement, statementsOf } from '../../builders/policies';
import { buildTemplates } from '../../builders/stacks';

const { all, ofType } = buildTemplates({
  // With the rights that it takes to make tenants' own keys.
  encryption: { keys: 'customer' },
  operatorEmail: 'o@example.com',
  alarmEmail: 'a@example.com',
  cells: { count: 2 },
});
const allowed = statementsOf(all).filter(({ Effect }) => Effect === 'Allow');

const told = ({ holder, actions, resources }: Statement) =>
  `${holder}: ${actions.join(', ')} on ${resources.join(', ')}`;

/**
 * Actions that AWS can limit to resources, yet are allowed on all. What CloudFormation's own constructs and AWS
 * services ask for, each with AWS's reason.
 */
const ON_ALL_NEVERTHELESS = new Set([
  // Lambda tests a role in a VPC for these on `*`: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
  // The namespace of a running operation has no ARN yet.
  'servicediscovery:GetOperation',
  // Step Functions needs them on `*` to deliver logs: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
  'logs:PutResourcePolicy',
]);

describe('identity policies', () => {
  it('are there at all', () => {
    expect(allowed.length).toBeGreaterThan(60);
  });

  it('name every action, without wildcards', () => {
    expect(allowed.filter(({ actions }) => actions.some((action) => action.includes('*'))).map(told)).toEqual(
      [],
    );
  });

  it('name actions that AWS has', () => {
    const unknown = allowed.flatMap(({ actions }) => actions.filter((action) => !factsOf(action)));

    expect([...new Set(unknown)]).toEqual([]);
  });

  it('are about all resources only where AWS offers no other', () => {
    const tooWide = allowed.filter(
      ({ resources, actions }) =>
        resources.includes('*') &&
        actions.some((action) => factsOf(action)?.resourceTypes.length && !ON_ALL_NEVERTHELESS.has(action)),
    );

    expect(tooWide.map(told)).toEqual([]);
  });

  it('say in the template why a resource is a pattern', () => {
    const patterned = new Set(
      allowed
        .filter(({ resources }) => resources.some((resource) => resource.includes('*')))
        .map(({ holder }) => holder),
    );
    const silent = all.filter(
      ({ name, Metadata }) =>
        patterned.has(name) &&
        !Metadata?.cdk_nag?.rules_to_suppress?.some(({ id }) => id === 'AwsSolutions-IAM5'),
    );

    expect(patterned.size).toBeGreaterThan(10);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('use condition keys that the action has', () => {
    const global = /^aws:(TagKeys|RequestTag|ResourceTag|PrincipalTag)/i;
    const wrong = allowed.flatMap(({ holder, actions, Condition = {} }) =>
      Object.values(Condition)
        .flatMap((block) => Object.keys(block))
        .filter((key) => !global.test(key))
        .flatMap((key) =>
          actions
            .filter((action) => {
              const facts = factsOf(action);
              const keys = [
                ...(facts?.conditionKeys ?? []),
                ...(facts?.resourceTypes ?? []).flatMap(
                  (type) => (type as { conditionKeys?: string[] }).conditionKeys ?? [],
                ),
              ];
              // Some keys end in a name of one's own: kms:EncryptionContext:${EncryptionContextKey}.
              return !keys.some((known) => {
                const [fixed = '', ...ownName] = known.toLowerCase().split('${');
                return ownName.length > 0 ? key.toLowerCase().startsWith(fixed) : fixed === key.toLowerCase();
              });
            })
            .map((action) => `${holder}: ${key} on ${action}`),
        ),
    );

    expect(wrong).toEqual([]);
  });

  it('are no managed policies of AWS but the one that API Gateway asks for', () => {
    const managed = ofType('AWS::IAM::Role').flatMap(({ name, Properties }) =>
      (Properties.ManagedPolicyArns ?? []).map((arn: unknown) => `${name}: ${JSON.stringify(arn)}`),
    );

    expect(managed).toHaveLength(1);
    expect(managed[0]).toMatch(/AmazonAPIGatewayPushToCloudWatchLogs/);
  });
});

describe('what the workflow may make', () => {
  const of = (action: string) => allowed.filter(({ actions }) => actions.includes(action));

  it('is roles of tenants only, and only within the boundary', () => {
    for (const action of ['iam:CreateRole', 'iam:PutRolePolicy']) {
      const [statement, ...others] = of(action);

      expect(others).toEqual([]);
      expect(statement?.resources).toEqual(['arn:aws:iam::123456789012:role/tenants/tenant-*']);
      expect(JSON.stringify(statement?.Condition?.StringEquals?.['iam:PermissionsBoundary'])).toMatch(
        /TaskBoundary/,
      );
    }
  });

  it('passes roles to tasks only', () => {
    for (const statement of of('iam:PassRole')) {
      expect(statement.Condition).toEqual({
        StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      });
    }
    expect(of('iam:PassRole')).toHaveLength(1);
  });

  it.each([
    'ecs:CreateCluster',
    'ecs:CreateService',
    'ecs:RegisterTaskDefinition',
    'dynamodb:CreateTable',
    'elasticloadbalancing:CreateTargetGroup',
    'elasticloadbalancing:CreateRule',
    'servicediscovery:CreateHttpNamespace',
    'iam:CreateRole',
    'cognito-idp:CreateUserPool',
    'kms:CreateKey',
  ])('%s only with the tag of a tenant', (action) => {
    const statements = of(action);

    expect(statements).toHaveLength(1);
    expect(statements[0]?.Condition?.Null).toEqual({ 'aws:RequestTag/tenantId': 'false' });
  });
});

it("a step makes API keys with the tag of a tenant only, and tags nothing else of API Gateway's", () => {
  const ofKeys = allowed.filter(
    ({ holder, actions }) => holder.includes('issueapikey') && actions.join().includes('apigateway:P'),
  );
  const onResource = (resource: RegExp) => ofKeys.filter(({ resources }) => resource.test(resources.join()));

  expect(onResource(/::\/apikeys$/).map(({ actions, Condition }) => [actions, Condition])).toEqual([
    [['apigateway:POST'], { Null: { 'aws:RequestTag/tenantId': 'false' } }],
  ]);
  expect(onResource(/\/tags\//).map(({ actions, resources }) => [actions, resources])).toEqual([
    [
      ['apigateway:PUT'],
      ['arn:aws:apigateway:eu-west-1::/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fapikeys%2F*'],
    ],
  ]);
});

describe('the walls between roles of tenants', () => {
  const made = allowed.filter(({ holder }) => holder.includes('OnboardingSteps'));

  it.each([
    'iam:TagRole',
    'cognito-idp:TagResource',
    'dynamodb:TagResource',
    'logs:TagResource',
    'ecs:TagResource',
    'kms:TagResource',
    'servicediscovery:TagResource',
    'apigateway:PUT',
  ])('stay where they are: %s never moves what is another tenant’s', (action) => {
    const statements = made.filter(({ actions }) => actions.includes(action));

    expect(statements.length).toBeGreaterThan(0);
    for (const { Condition } of statements) {
      expect(Condition).toMatchObject({
        Null: { 'aws:RequestTag/tenantId': 'false' },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
        StringEqualsIfExists: { 'aws:ResourceTag/tenantId': '${aws:RequestTag/tenantId}' },
      });
    }
  });

  it.each(['ec2:CreateTags', 'elasticloadbalancing:AddTags'])(
    'stay where they are: %s is for what is being made',
    (action) => {
      const keys = made
        .filter(({ actions }) => actions.includes(action))
        .flatMap(({ Condition }) => Object.keys(Condition?.StringEquals ?? {}));

      expect(keys).toEqual([`${action.split(':')[0]}:CreateAction`]);
    },
  );

  it('are taken down by nobody: no role changes a boundary, a trust or a tag, or attaches a policy', () => {
    const changing =
      /^iam:(?!CreateRole$|PutRolePolicy$|TagRole$|PassRole$|DeleteRole$|DeleteRolePolicy$|(?:Get|List))/;

    expect(allowed.filter(({ actions }) => actions.some((action) => changing.test(action)))).toEqual([]);
  });

  it('are not passed around: roles go to tasks from below the path where all have the boundary', () => {
    const [pass] = made.filter(({ actions }) => actions.includes('iam:PassRole'));

    expect(pass?.resources).toEqual([
      'arn:aws:iam::123456789012:role/tenants/tenant-*',
      expect.stringMatching(/ExecutionRole/),
    ]);
  });
});

describe('user pools', () => {
  const ofIdentity = statementsOf(all).filter(
    ({ holder, actions }) =>
      holder.includes('createidentity') && actions.some((action) => action.startsWith('cognito-idp:')),
  );
  const deniedTo = (pool: RegExp) =>
    ofIdentity.filter(({ Effect, resources }) => Effect === 'Deny' && pool.test(resources.join()));
  const patterned = ofIdentity.filter(({ resources }) =>
    resources.some((resource) => resource.endsWith(':userpool/*')),
  );

  it('are reached by create-identity only as they are made, or with the tag of a tenant', () => {
    expect(patterned.map(({ Condition }) => Condition?.Null)).toEqual([
      { 'aws:RequestTag/tenantId': 'false' },
      { 'aws:ResourceTag/tenantId': 'false' },
    ]);
  });

  it('of operators are out of its reach, whatever they are tagged with', () => {
    const [denied] = deniedTo(/controlplane-stack.*Operators/);

    expect(denied?.actions).toEqual(expect.arrayContaining(patterned.flatMap(({ actions }) => actions)));
  });

  it('that is shared has its users added to, and nothing else, whatever it is tagged with', () => {
    const [denied] = deniedTo(/TenantPool/);
    const granted = patterned.flatMap(({ actions }) => actions);

    expect(granted.filter((action) => !denied?.actions.includes(action)).sort()).toEqual([
      'cognito-idp:AdminCreateUser',
      'cognito-idp:AdminGetUser',
    ]);
  });
});

describe('users of tenants, on the admin API', () => {
  const ofTenants = statementsOf(all).filter(
    ({ holder, actions }) =>
      /AdminFunctionsTenants/.test(holder) && actions.some((action) => /ListUsers/.test(action)),
  );
  const [ofSilos, ofPool, denied] = ofTenants;

  it('are listed in pools that have the tag of a tenant or of the shared pool', () => {
    expect([ofSilos, ofPool].map((statement) => [statement?.actions, statement?.Condition])).toEqual([
      [['cognito-idp:ListUsers'], { Null: { 'aws:ResourceTag/tenantId': 'false' } }],
      [['cognito-idp:ListUsers'], { StringEquals: { 'aws:ResourceTag/sharedPoolOf': 'ecs-saas' } }],
    ]);
  });

  it('are listed in the shared pool, by the tag that it alone has', () => {
    const tagged = ofType('AWS::Cognito::UserPool').filter(
      ({ Properties }) => Properties.UserPoolTags?.sharedPoolOf !== undefined,
    );

    expect(tagged.map(({ name, Properties }) => [name.split('/')[0], Properties.UserPoolTags])).toEqual([
      ['shared-infra-stack', expect.objectContaining({ sharedPoolOf: 'ecs-saas' })],
    ]);
  });

  it('are looked up by address in the shared pool alone, by the name that the preflight knows', () => {
    const asked = statementsOf(all).filter(
      ({ holder, actions, resources }) =>
        /PortalPreflight/.test(holder) &&
        actions.includes('cognito-idp:AdminGetUser') &&
        !/OperatorsUserPool/.test(resources.join()),
    );
    const [shared] = ofType('AWS::Cognito::UserPool').filter(
      ({ Properties }) => Properties.UserPoolTags?.sharedPoolOf !== undefined,
    );
    const names = ofType('AWS::Lambda::Function').flatMap(
      ({ Properties }) => Properties.Environment?.Variables?.SHARED_POOL_NAME ?? [],
    );

    expect(asked.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'aws:ResourceTag/sharedPoolOf': 'ecs-saas' } },
    ]);
    expect(names).toEqual([shared?.Properties.UserPoolName]);
  });

  it('are no operators, whatever their pool is tagged with', () => {
    expect(ofTenants).toHaveLength(3);
    expect(denied).toMatchObject({ Effect: 'Deny', actions: ['cognito-idp:ListUsers'] });
    expect(denied?.resources.join()).toMatch(/OperatorsUserPool/);
  });
});

describe('the registry', () => {
  const partitionsOf = (path: RegExp) =>
    allowed
      .filter(
        ({ holder, actions }) =>
          path.test(holder) && actions.some((action) => action.startsWith('dynamodb:')),
      )
      .flatMap(
        ({ Condition }) =>
          Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[] | string,
      );

  it('shows the authorizer nothing but access items', () => {
    expect(partitionsOf(/shared-infra-stack\/Authorizer/).flat()).toEqual(['ACCESS#*']);
  });

  it.each(['createidentity', 'createcluster', 'createnetwork', 'createstorage', 'deployservice'])(
    'lets %s write its tenant only',
    (step) => {
      expect(partitionsOf(new RegExp(`OnboardingSteps${step}`)).flat()).toEqual(['TENANT#*']);
    },
  );
});
