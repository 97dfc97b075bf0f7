import { buildTemplates, type Resource } from '../../builders/stacks';

const CERTIFICATE = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d';
const DOMAINS = {
  admin: { domainName: 'admin.example.com', certificateArn: CERTIFICATE },
  app: { domainName: 'app.example.com', certificateArn: CERTIFICATE },
};
const { ofType, templates } = buildTemplates({ cells: { count: 2 } });
const withDomains = buildTemplates({ portals: DOMAINS });
const outputs = templates['shared-infra-stack']?.Outputs ?? {};

/** A value as text, each part that only the deployment knows as `<…>`. */
const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const join = (value as { 'Fn::Join'?: [string, unknown[]] })['Fn::Join'];
  return join ? join[1].map(text).join(join[0]) : `<${JSON.stringify(value)}>`;
};
const distributions = ofType('AWS::CloudFront::Distribution');
const configOf = ({ Properties }: Resource) => Properties.DistributionConfig;
const headersOf = (portal: string) =>
  ofType('AWS::CloudFront::ResponseHeadersPolicy').find(({ Properties }) =>
    Properties.ResponseHeadersPolicyConfig.Name.includes(`-${portal}-`),
  )?.Properties.ResponseHeadersPolicyConfig;
const csp = (portal: string): Record<string, string[]> =>
  Object.fromEntries(
    text(headersOf(portal).SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy)
      .split('; ')
      .map((directive) => directive.split(' '))
      .map(([name, ...sources]) => [name, sources]),
  );

describe('the bucket of each portal', () => {
  const origins = distributions.map(
    (distribution) => configOf(distribution).Origins[0].DomainName['Fn::GetAtt'][0] as string,
  );

  it('is read by its own distribution alone, and not listed', () => {
    expect(origins).toHaveLength(2);
    for (const [index, bucket] of origins.entries()) {
      const policies = ofType('AWS::S3::BucketPolicy').filter(
        ({ Properties }) => Properties.Bucket.Ref === bucket,
      );
      const allowed = policies
        .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
        .filter(({ Effect }) => Effect === 'Allow');

      expect(allowed).toHaveLength(1);
      expect(allowed[0]).toMatchObject({
        Action: 's3:GetObject',
        Principal: { Service: 'cloudfront.amazonaws.com' },
      });
      expect(JSON.stringify(allowed[0].Condition.StringEquals['AWS:SourceArn'])).toContain(
        `{"Ref":"${distributions[index]?.name.split('/')[1]}"}`,
      );
    }
  });

  it('is asked by signed requests only', () => {
    expect(
      ofType('AWS::CloudFront::OriginAccessControl').map(
        ({ Properties }) => Properties.OriginAccessControlConfig,
      ),
    ).toEqual([
      expect.objectContaining({
        SigningBehavior: 'always',
        SigningProtocol: 'sigv4',
        OriginAccessControlOriginType: 's3',
      }),
    ]);
    for (const distribution of distributions) {
      expect(configOf(distribution).Origins[0].OriginAccessControlId).toBeDefined();
    }
  });
});

describe('the distribution of each portal', () => {
  it.each(distributions.map((distribution) => [distribution.name, configOf(distribution)] as const))(
    '%s serves files over HTTPS, HTTP/3 and IPv6, compressed',
    (_, config) => {
      expect(config).toMatchObject({
        HttpVersion: 'http2and3',
        IPV6Enabled: true,
        PriceClass: 'PriceClass_100',
        DefaultRootObject: 'index.html',
        DefaultCacheBehavior: {
          ViewerProtocolPolicy: 'redirect-to-https',
          AllowedMethods: ['GET', 'HEAD'],
          Compress: true,
        },
      });
    },
  );

  it('answers a path of the application with its page, and remembers no absence', () => {
    for (const distribution of distributions) {
      expect(configOf(distribution).CustomErrorResponses).toEqual(
        [403, 404].map((ErrorCode) => ({
          ErrorCode,
          ErrorCachingMinTTL: 0,
          ResponseCode: 200,
          ResponsePagePath: '/index.html',
        })),
      );
    }
  });

  it('logs who asked for what, without cookies', () => {
    expect(distributions.map((distribution) => configOf(distribution).Logging)).toEqual([
      expect.objectContaining({ Prefix: 'admin/', IncludeCookies: false }),
      expect.objectContaining({ Prefix: 'app/', IncludeCookies: false }),
    ]);
  });

  it('has its own domain and TLS 1.2 or newer where that is configured, and no other name', () => {
    expect(distributions.flatMap((distribution) => configOf(distribution).Aliases ?? [])).toEqual([]);
    expect(withDomains.ofType('AWS::CloudFront::Distribution').map(configOf)).toEqual(
      [['admin.example.com'], ['app.example.com']].map((Aliases) =>
        expect.objectContaining({
          Aliases,
          ViewerCertificate: {
            AcmCertificateArn: CERTIFICATE,
            MinimumProtocolVersion: 'TLSv1.2_2021',
            SslSupportMethod: 'sni-only',
          },
        }),
      ),
    );
  });

  it('serves from where the configured price class says', () => {
    const everywhere = buildTemplates({ portals: { priceClass: 'all' } });

    expect(everywhere.ofType('AWS::CloudFront::Distribution').map((one) => configOf(one).PriceClass)).toEqual(
      ['PriceClass_All', 'PriceClass_All'],
    );
  });
});

describe.each(['admin', 'app'])('the headers of the %s portal', (portal) => {
  it('go with every answer of its distribution', () => {
    const [policy] = ofType('AWS::CloudFront::ResponseHeadersPolicy').filter(({ Properties }) =>
      Properties.ResponseHeadersPolicyConfig.Name.includes(`-${portal}-`),
    );
    const distribution = distributions.find((one) => configOf(one).Logging.Prefix === `${portal}/`);

    expect(configOf(distribution as Resource).DefaultCacheBehavior.ResponseHeadersPolicyId).toEqual({
      Ref: policy?.name.split('/')[1],
    });
  });

  it('admit files of the portal only: nothing inline, nothing evaluated, nothing from anywhere', () => {
    const { 'connect-src': _, ...sources } = csp(portal);

    expect(sources).toEqual({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'"],
      'font-src': ["'self'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    });
    expect(JSON.stringify(csp(portal))).not.toMatch(/\*|unsafe|https?:"/);
  });

  it('keep browsers to HTTPS, to the types of files, out of frames, and silent about where they come from', () => {
    const { SecurityHeadersConfig: security, CustomHeadersConfig: custom } = headersOf(portal);

    expect(security).toMatchObject({
      StrictTransportSecurity: {
        AccessControlMaxAgeSec: 63_072_000,
        IncludeSubdomains: true,
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY', Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    });
    expect(custom.Items.map(({ Header, Value }: Record<string, string>) => `${Header}: ${Value}`)).toEqual([
      expect.stringMatching(/^Permissions-Policy: camera=\(\), .*microphone=\(\)/),
      'Cross-Origin-Opener-Policy: same-origin',
      'Cross-Origin-Resource-Policy: same-origin',
    ]);
  });
});

describe('what pages may call', () => {
  const api = expect.stringMatching(/ApiEndpoint/);
  const cognito = 'https://cognito-idp.eu-west-1.amazonaws.com';

  it("is the admin API and Cognito for operators, and every cell's gateway for tenants", () => {
    const gateway = expect.stringMatching(/^https:\/\/<.*>\.execute-api\.eu-west-1\.amazonaws\.com$/);

    expect(csp('admin')['connect-src']).toEqual(["'self'", api, cognito]);
    expect(csp('app')['connect-src']).toEqual(["'self'", api, cognito, gateway, gateway]);
  });

  it('is where the configuration puts them, each origin once', () => {
    const elsewhere = buildTemplates({
      endpoints: {
        adminApiUrl: 'http://127.0.0.1:4566/_aws/execute-api/{apiId}/$default',
        apiUrl: 'http://127.0.0.1:4566/_aws/execute-api/{apiId}/{stage}',
        userPoolUrl: 'http://127.0.0.1:4566',
      },
    });
    const policies = elsewhere
      .ofType('AWS::CloudFront::ResponseHeadersPolicy')
      .map(
        ({ Properties }) =>
          Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig.ContentSecurityPolicy
            .ContentSecurityPolicy,
      );

    // Whole text, with nothing that only the deployment knows: it is served as it stands on one machine.
    for (const policy of policies) {
      expect(policy).toMatch(/; connect-src 'self' http:\/\/127\.0\.0\.1:4566; /);
    }
  });
});

describe('the outputs', () => {
  it.each(['admin', 'app'])('say where the %s portal is and how it is filled', (portal) => {
    expect(text(outputs[`${portal}SiteUrl`]?.Value)).toMatch(/^https:\/\/<.*DomainName.*>$/);
    expect(outputs).toHaveProperty(`${portal}SiteBucket`);
    expect(outputs).toHaveProperty(`${portal}SiteDistribution`);
    expect(outputs).not.toHaveProperty(`${portal}SiteTarget`);
  });

  it('have the configuration that lies beside the page', () => {
    const told = templates['controlplane-stack']?.Outputs ?? {};

    expect(JSON.parse(text(told.adminSiteConfig?.Value).replaceAll(/<.*?>/g, 'x'))).toEqual({
      region: 'eu-west-1',
      adminApiUrl: 'x/',
      userPoolId: 'x',
      userPoolClientId: 'x',
    });
    expect(JSON.parse(text(told.appSiteConfig?.Value).replaceAll(/<.*?>/g, 'x'))).toEqual({
      region: 'eu-west-1',
      adminApiUrl: 'x/',
    });
  });

  it('have the addresses that are configured, and what a DNS record points to', () => {
    const served = buildTemplates({ portals: DOMAINS, endpoints: { appSiteUrl: 'http://127.0.0.1:4568' } });
    const said = served.templates['shared-infra-stack']?.Outputs;

    expect(said?.adminSiteUrl?.Value).toBe('https://admin.example.com');
    expect(text(said?.adminSiteTarget?.Value)).toMatch(/DomainName/);
    expect(said?.appSiteUrl?.Value).toBe('http://127.0.0.1:4568');
  });
});

describe('the origins that the APIs admit', () => {
  const admitted = ({ ofType: of }: { ofType: typeof ofType }) => ({
    adminApi: of('AWS::ApiGatewayV2::Api')[0]?.Properties.CorsConfiguration.AllowOrigins,
    gateway: [
      ...new Set(
        of('AWS::ApiGateway::GatewayResponse').map(
          ({ Properties }) =>
            Properties.ResponseParameters['gatewayresponse.header.Access-Control-Allow-Origin'],
        ),
      ),
    ],
  });

  it("are the portals' where both have a domain", () => {
    expect(admitted(withDomains)).toEqual({
      adminApi: ['https://admin.example.com', 'https://app.example.com'],
      gateway: ["'https://app.example.com'"],
    });
  });

  it('are any where a name is known only after the deployment', () => {
    expect(admitted({ ofType })).toEqual({ adminApi: ['*'], gateway: ["'*'"] });
    expect(admitted(buildTemplates({ portals: { admin: DOMAINS.admin } })).adminApi).toEqual(['*']);
  });

  it('are those that are configured, whatever domains the portals have', () => {
    const configured = buildTemplates({
      portals: DOMAINS,
      cors: {
        adminOrigins: 'https://desk.example.com,https://shop.example.com',
        appOrigin: 'https://shop.example.com',
      },
    });

    expect(admitted(configured)).toEqual({
      adminApi: ['https://desk.example.com', 'https://shop.example.com'],
      gateway: ["'https://shop.example.com'"],
    });
  });
});
