import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_API_ROUTES } from '../../../lambdas/shared/contracts/admin-api-routes';
import { cellSchema } from '../../../lambdas/shared/contracts/workflow';
import { buildStacks, buildTemplates } from '../../builders/stacks';

const { templates, ofType } = buildTemplates({ cells: { count: 2 } });
const outputsOf = (stack: string) =>
  Object.keys(templates[stack]?.Outputs ?? {}).filter((name) => !name.startsWith('ExportsOutput'));

describe('the stacks', () => {
  it('have the names that tools look for', () => {
    expect(Object.keys(templates).sort()).toEqual([
      'controlplane-stack',
      'coreappplane-stack',
      'shared-infra-stack',
      'tenant-template-advanced',
      'tenant-template-basic',
    ]);
  });

  it('have the outputs that tools look for', () => {
    expect(outputsOf('controlplane-stack')).toEqual([
      'controlPlaneAPIEndpoint',
      'eventBridgeArn',
      'ControlPlaneIdpUserPoolId',
      'ControlPlaneIdpClientId',
      'adminSiteConfig',
      'appSiteConfig',
      'RegistryTableName',
      'ControlPlaneEventSource',
      'OffboardingRequestDetailType',
    ]);
    expect(outputsOf('shared-infra-stack').sort()).toEqual([
      'ApiGatewayUrl',
      'ApiGatewayUrl1',
      ...['adminSiteBucket', 'adminSiteDistribution', 'adminSiteUrl'],
      ...['appSiteBucket', 'appSiteDistribution', 'appSiteUrl'],
    ]);
  });

  it('hold no more resources than CloudFormation takes, even with all cells', () => {
    const full = buildTemplates({
      cells: { count: 6 },
      operatorEmail: 'operator@example.com',
      alarmEmail: 'alarms@example.com',
    });
    const sizes = Object.values(full.templates).map(({ Resources }) => Object.keys(Resources).length);

    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
  });

  it('tag what they make', () => {
    const { stacks } = buildStacks();

    for (const stack of Object.values(stacks))
      expect(stack.tags.tagValues()).toEqual({ application: 'ecs-saas' });
  });

  it('deploy with the caller’s rights where that is configured', () => {
    const { app } = buildStacks({ synthesizer: 'cli-credentials' });
    const [stack] = app.synth().stacks;

    expect(stack?.assumeRoleArn).toBeUndefined();
    expect(buildStacks().app.synth().stacks[0]?.assumeRoleArn).toMatch(/cdk-hnb659fds-deploy-role/);
  });
});

describe('the admin API', () => {
  const all = ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);
  const routes = all.filter(({ RouteKey }) => RouteKey !== '$default');

  it('has every route of the contract', () => {
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(
      Object.values(ADMIN_API_ROUTES).flat().sort(),
    );
  });

  it('needs an operator’s token but for what a login page asks, and asks for no scope, which ID tokens lack', () => {
    for (const { RouteKey, AuthorizationType, AuthorizationScopes } of routes) {
      expect([RouteKey, AuthorizationType]).toEqual([
        RouteKey,
        RouteKey.includes('/tenant-config') ? 'NONE' : 'JWT',
      ]);
      expect(AuthorizationScopes ?? []).toEqual([]);
    }
  });

  it('has an answer of its own for what it has no route for, without a token', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties);

    expect(routes.find(({ RouteKey }) => RouteKey === '$default')).toMatchObject({
      AuthorizationType: 'NONE',
    });
  });

  it('has an address with a slash at its end, or the configured one', () => {
    const configured = buildTemplates({ endpoints: { adminApiUrl: 'https://admin.example.com/{apiId}' } });
    const endpoint = (from: typeof templates) =>
      JSON.stringify(from['controlplane-stack']?.Outputs?.controlPlaneAPIEndpoint?.Value);

    expect(endpoint(templates)).toMatch(/ApiEndpoint.*"\/"\]\]\}$/);
    expect(endpoint(configured.templates)).toMatch(/https:\/\/admin\.example\.com\/.*\/"\]\]\}$/);
  });

  it('is throttled and logs who asked what', () => {
    const [stage] = ofType('AWS::ApiGatewayV2::Stage');

    expect(stage?.Properties.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 100,
    });
    expect(stage?.Properties.AccessLogSettings.Format).not.toMatch(/authorization"|body/i);
  });
});

describe('the onboarding workflow', () => {
  const machine = ofType('AWS::StepFunctions::StateMachine')[0]?.Properties;

  it('is given what its definition asks for, and nothing else', () => {
    const definition = readFileSync(join(__dirname, '../../../state-machines/onboarding.asl.json'), 'utf8');
    const placeholders = [...definition.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);

    expect(Object.keys(machine?.DefinitionSubstitutions).sort()).toEqual([...new Set(placeholders)].sort());
  });

  it('is named as its executions are looked for', () => {
    expect(machine?.StateMachineName).toBe('tenant-onboarding');
  });

  it('logs its states without tenants’ data', () => {
    expect(machine?.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
  });
});

describe('cells', () => {
  const parameters = ofType('AWS::SSM::Parameter').map(({ Properties }) => Properties);

  it('are described to the workflow, one parameter each', () => {
    expect(parameters.map(({ Name }) => Name)).toEqual(['/ecs-saas/cells/cell-0', '/ecs-saas/cells/cell-1']);
  });

  it('are described as the workflow reads it', () => {
    for (const { Value } of parameters) {
      const text = (Value['Fn::Join'][1] as unknown[])
        .map((part) => (typeof part === 'string' ? part : 'x'))
        .join('');

      expect(cellSchema.safeParse(JSON.parse(text))).toMatchObject({ success: true });
    }
  });

  it('have the addresses that are configured', () => {
    const configured = buildTemplates({
      endpoints: {
        apiUrl: 'https://{apiId}.example.com/{stage}',
        loadBalancerUrl: 'http://lb/{loadBalancerName}',
      },
    });
    const [parameter] = configured.ofType('AWS::SSM::Parameter');
    const text = JSON.stringify(parameter?.Properties.Value);

    expect(text).toContain('.example.com/prod');
    expect(text).toContain('http://lb/ecs-saas-cell-0');
  });

  it('are known, with their room, to every function that places tenants or tells of room', () => {
    const places = ofType('AWS::Lambda::Function')
      .map(({ Properties }) => Properties.Environment.Variables.PLACES)
      .filter((value) => value !== undefined);

    expect(places).toHaveLength(4);
    for (const value of places) {
      expect(JSON.parse(value)).toEqual({
        poolCellId: 'cell-0',
        cells: [
          { id: 'cell-0', siloSlots: 32 },
          { id: 'cell-1', siloSlots: 33 },
        ],
      });
    }
  });
});
