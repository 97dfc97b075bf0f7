import { App } from 'aws-cdk-lib';
import { cellsOf, placesOf } from '../../cdk/cells';
import { ConfigError, fillTemplate, parseConfig, readConfig } from '../../cdk/config';

const fromContext = (context: Record<string, unknown>) => readConfig(new App({ context }));

describe('configuration', () => {
  it('has a default for everything', () => {
    const config = parseConfig({});

    expect(config.tiers).toEqual({
      BASIC: { rateLimit: 10, burstLimit: 10, quotaPerDay: 1_000 },
      ADVANCED: { rateLimit: 15, burstLimit: 15, quotaPerDay: 2_000 },
      PREMIUM: { rateLimit: 300, burstLimit: 300, quotaPerDay: 6_000 },
    });
    expect(config).toMatchObject({
      authorizerCacheSeconds: 3,
      removalPolicy: 'retain',
      deletionProtection: true,
    });
  });

  it('takes single fields as text from the command line', () => {
    const config = fromContext({
      'cells.count': '2',
      'tiers.BASIC.rateLimit': '20',
      deletionProtection: 'false',
      'network.interfaceEndpoints': 'ecr.api,logs',
    });

    expect(config.cells.count).toBe(2);
    expect(config.tiers.BASIC).toEqual({ rateLimit: 20, burstLimit: 10, quotaPerDay: 1_000 });
    expect(config.deletionProtection).toBe(false);
    expect(config.network.interfaceEndpoints).toEqual(['ecr.api', 'logs']);
  });

  it('takes a network without NAT that has an endpoint of all that tasks need', () => {
    const config = fromContext({
      'network.natGateways': '0',
      'network.interfaceEndpoints': 'ecr.api,ecr.dkr,logs,sts,cognito-idp',
    });

    expect(config.network.natGateways).toBe(0);
    expect(config.network.interfaceEndpoints).toHaveLength(5);
  });

  it('takes origins as browsers send them, one or more', () => {
    const config = fromContext({
      'cors.adminOrigins': 'https://admin.example.com,http://localhost:5000',
      'cors.appOrigin': 'http://localhost:5001',
    });

    expect(config.cors).toEqual({
      adminOrigins: ['https://admin.example.com', 'http://localhost:5000'],
      appOrigin: 'http://localhost:5001',
    });
    expect(parseConfig({}).cors).toEqual({});
    for (const origin of ['https://a.example.com/', 'a.example.com', 'https://a.example.com/path', '']) {
      expect(() => fromContext({ 'cors.appOrigin': origin })).toThrow(/cors\.appOrigin/);
      expect(() => fromContext({ 'cors.adminOrigins': origin })).toThrow(/cors\.adminOrigins/);
    }
  });

  it('lets a single field win over its section', () => {
    const config = fromContext({ 'services.cpu': '1024', services: { cpu: 512, memory: 2048 } });

    expect(config.services).toMatchObject({ cpu: 1024, memory: 2048 });
  });

  it('ignores context of the CDK itself', () => {
    expect(
      fromContext({ '@aws-cdk/core:checkSecretUsage': true, 'aws:cdk:bundling-stacks': [] }).prefix,
    ).toBe('ecs-saas');
  });

  it.each([
    [{ 'cells.cuont': '2' }, /cells: .*cuont/],
    [{ 'cell.count': '2' }, /Unrecognized key: "cell"/],
    [{ prefx: 'acme' }, /Unrecognized key: "prefx"/],
    [{ 'cells.count': '0' }, /cells\.count/],
    [{ 'cells.count': 'many' }, /cells\.count/],
    [{ 'cells.count': '8' }, /cells\.count/],
    [{ 'cells.siloSlots': '34' }, /cells\.siloSlots/],
    [{ logRetentionDays: '2' }, /logRetentionDays/],
    [{ authorizerCacheSeconds: '4' }, /authorizerCacheSeconds: must be 3 at most: .*within 5 s/],
    [
      { 'network.natGateways': '0' },
      /network\.interfaceEndpoints: .*ecr\.api,ecr\.dkr,logs,sts,cognito-idp$/,
    ],
    [
      { 'network.natGateways': '0', 'network.interfaceEndpoints': 'logs,ecr.api,ecr.dkr,sts' },
      /network\.interfaceEndpoints: .*natGateways is 0.*: cognito-idp$/,
    ],
    [{ deletionProtection: 'no' }, /deletionProtection/],
    [{ operatorEmail: 'nobody' }, /operatorEmail/],
    [{ prefix: 'Upper' }, /prefix/],
    [{ 'portals.priceClass': '300' }, /portals\.priceClass/],
    [{ 'portals.admin.domainName': 'admin.example.com' }, /portals\.admin: domainName and certificateArn go/],
    [{ 'portals.app.domainName': '*.example.com' }, /portals\.app\.domainName: .*no wildcard/],
    [
      { 'portals.app.certificateArn': 'arn:aws:acm:eu-west-1:123456789012:certificate/1' },
      /portals\.app\.certificateArn: .*us-east-1/,
    ],
  ])('names the setting that is wrong in %j', (context, message) => {
    expect(() => fromContext(context)).toThrow(ConfigError);
    expect(() => fromContext(context)).toThrow(message);
  });
});

describe('cells', () => {
  it('has room for 32 silo tenants beside the pool and 33 in each further cell', () => {
    const places = placesOf(parseConfig({ cells: { count: 3 } }));

    expect(places).toEqual({
      poolCellId: 'cell-0',
      cells: [
        { id: 'cell-0', siloSlots: 32 },
        { id: 'cell-1', siloSlots: 33 },
        { id: 'cell-2', siloSlots: 33 },
      ],
    });
  });

  it('never plans more target groups than a load balancer takes', () => {
    const [first, second] = cellsOf(parseConfig({ cells: { count: 2 } }));

    expect(3 + 3 * (first?.siloSlots ?? 0)).toBeLessThanOrEqual(100);
    expect(3 * (second?.siloSlots ?? 0)).toBeLessThanOrEqual(100);
  });

  it('can be made smaller', () => {
    expect(cellsOf(parseConfig({ cells: { siloSlots: 2 } }))).toEqual([{ id: 'cell-0', siloSlots: 2 }]);
  });
});

it('fills the placeholders of an address', () => {
  const filled = fillTemplate('http://localhost/{apiId}/{stage}/{apiId}', { apiId: 'a1', stage: 'prod' });

  expect(filled).toBe('http://localhost/a1/prod/a1');
});
