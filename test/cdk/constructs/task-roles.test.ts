import { statementsOf } from '../../builders/policies';
import { buildTemplates } from '../../builders/stacks';

const { ofType, all } = buildTemplates();
const statements = statementsOf(all);
const tenantData = ofType('AWS::IAM::Role').find(({ name }) => name.includes('TenantDataRole'));

describe("credentials of one tenant's items", () => {
  it('reach only items whose leading key is the tag of the session', () => {
    const [statement, ...others] = statements.filter(({ holder }) => holder.includes('TenantDataRole'));

    expect(others).toEqual([]);
    expect(statement?.actions.sort()).toEqual([
      'dynamodb:DeleteItem',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
    expect(statement?.Condition).toEqual({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/tenant}'] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  });

  it('are given for exactly one tag, and to a silo tenant for its own only', () => {
    const trust: { Principal: { AWS: unknown }; Condition: Record<string, Record<string, unknown>> }[] =
      tenantData?.Properties.AssumeRolePolicyDocument.Statement;
    const oneTag = {
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['tenant'] },
      StringLike: { 'aws:RequestTag/tenant': '?*' },
    };
    const root = trust.filter(({ Principal }) => JSON.stringify(Principal).includes(':root'));

    for (const { Condition } of trust) expect(Condition).toMatchObject(oneTag);
    expect(root).toHaveLength(1);
    expect(root[0]?.Condition.StringEquals).toEqual({
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
      'aws:RequestTag/tenant': '${aws:PrincipalTag/tenantId}',
    });
  });

  it('can be had by the services that have tables and the steps that export, delete and look, by no other', () => {
    const holders = statements
      .filter(({ actions }) => actions.includes('sts:AssumeRole'))
      .map(({ holder }) => holder.replace(/^.*(?:TaskRoles|OffboardingSteps|ExportSteps)/, ''))
      .sort();

    expect(holders).toEqual([
      expect.stringMatching(/^TaskBoundary/),
      expect.stringMatching(/^exportdata/),
      expect.stringMatching(/^orders/),
      expect.stringMatching(/^products/),
      expect.stringMatching(/^removedata/),
      // Of sign-outs, not of items: see below.
      expect.stringMatching(/^users/),
      expect.stringMatching(/^verifygone/),
    ]);
  });
});

it("the users service's sign-outs are written for the tenant of the session's tag, and nothing else is done", () => {
  const own = statements.filter(({ holder }) => holder.includes('TenantSignOutsRole'));
  const inBoundary = statements.filter(
    ({ holder, resources }) => holder.includes('TaskBoundary') && resources.join().includes('SignOuts'),
  );
  const vendor = statements.filter(
    ({ holder, actions }) => /usersTaskRole/.test(holder) && actions.includes('sts:AssumeRole'),
  );

  expect([own, inBoundary, vendor].map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(vendor[0]?.resources.join()).toContain('TenantSignOutsRole');
  // Any tenant's session can be had in the pool: what it reaches, the authorizer asks for pooled tenants only.
  expect(own[0]?.resources).toEqual([expect.stringMatching(/SignOutsTable/)]);
  expect(inBoundary[0]?.resources).toEqual([expect.stringMatching(/SignOutsSiloTable/)]);
  for (const [statement, tag] of [[own[0], 'tenant'] as const, [inBoundary[0], 'tenantId'] as const]) {
    expect(statement?.actions.filter((action) => action.startsWith('dynamodb:'))).toEqual([
      'dynamodb:UpdateItem',
    ]);
    expect(statement?.Condition).toEqual({
      'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/${tag}}`] },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    });
  }
});

it('no task of the pool reaches a table by itself', () => {
  const direct = statements.filter(
    ({ holder, actions }) =>
      /TaskRole[A-F0-9]/.test(holder) && actions.some((action) => action.startsWith('dynamodb:')),
  );

  expect(direct).toEqual([]);
});

describe('the boundary of silo tasks', () => {
  const boundary = statements.filter(({ holder }) => holder.includes('TaskBoundary'));
  const reaching = (resource: RegExp) => boundary.filter(({ resources }) => resource.test(resources.join()));

  it.each([
    ['tables', /:table\/tenant-\*/],
    ['user pools', /:userpool\/\*/],
  ])("reaches %s of the role's own tenant only", (_what, resource) => {
    expect(reaching(resource).map(({ Condition }) => Condition)).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
      { StringEquals: { 'aws:ResourceTag/tenantId': '${aws:PrincipalTag/tenantId}' } },
    ]);
  });

  it("uses keys of the role's own tenant only, and those through DynamoDB only", () => {
    expect(reaching(/:key\/\*/).map(({ Condition }) => Condition)).toEqual([
      {
        StringEquals: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
          'aws:ResourceTag/tenantId': '${aws:PrincipalTag/tenantId}',
          'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
        },
      },
    ]);
  });

  it("takes sessions of the pooled tables for the role's own tenant only", () => {
    const sessions = boundary.filter(({ actions }) => actions.includes('sts:AssumeRole'));

    expect(sessions.map(({ Condition }) => Condition)).toEqual([
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM, not of TypeScript
      { StringEquals: { 'aws:RequestTag/tenant': '${aws:PrincipalTag/tenantId}' } },
    ]);
  });

  it('allows nothing without a condition that names the tenant', () => {
    const open = boundary.filter(({ Condition }) => !JSON.stringify(Condition ?? {}).includes('tenantId}'));

    expect(boundary.length).toBeGreaterThan(3);
    expect(open).toEqual([]);
  });
});

it('the boundary of silo tasks holds neither IAM, nor the pooled tables, nor the registry', () => {
  const boundary = statements.filter(({ holder }) => holder.includes('TaskBoundary'));
  const resources = boundary.flatMap((statement) => statement.resources);

  expect(
    boundary.flatMap(({ actions }) => actions).filter((action) => /^(iam|ecs|lambda|s3):/.test(action)),
  ).toEqual([]);
  expect(resources.filter((resource) => resource.includes(':table/'))).toEqual([
    'arn:aws:dynamodb:eu-west-1:123456789012:table/tenant-*',
  ]);
});
