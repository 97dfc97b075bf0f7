/** As much of a template as says what headers a distribution's answers carry. */
export interface Template {
  Resources: Record<string, { Properties?: Record<string, unknown> }>;
  Outputs?: Record<string, { Value: unknown }>;
}

interface HeadersPolicy {
  SecurityHeadersConfig: {
    ContentSecurityPolicy: { ContentSecurityPolicy: unknown };
    StrictTransportSecurity: {
      AccessControlMaxAgeSec: number;
      IncludeSubdomains?: boolean;
      Preload?: boolean;
    };
    FrameOptions: { FrameOption: string };
    ReferrerPolicy: { ReferrerPolicy: string };
  };
  CustomHeadersConfig?: { Items: { Header: string; Value: unknown }[] };
}

/** The template does not say what a portal's headers are, or only a deployment would know. */
export class HeadersUnknown extends Error {
  override name = 'HeadersUnknown';
}

/**
 * The headers that CloudFront adds to every answer of a portal, read from the template that is deployed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudfront-responseheaderspolicy.html
 *
 * @param portal as the stack's outputs name it: `admin`, `app`
 * @throws HeadersUnknown
 */
export function headersOf(template: Template, portal: string): Record<string, string> {
  const distribution = propertiesOf(template, template.Outputs?.[`${portal}SiteDistribution`]?.Value) as {
    DistributionConfig?: { DefaultCacheBehavior?: { ResponseHeadersPolicyId?: unknown } };
  };
  const policyId = distribution.DistributionConfig?.DefaultCacheBehavior?.ResponseHeadersPolicyId;
  const { ResponseHeadersPolicyConfig: policy } = propertiesOf(template, policyId) as {
    ResponseHeadersPolicyConfig: HeadersPolicy;
  };
  const security = policy.SecurityHeadersConfig;
  const transport = security.StrictTransportSecurity;
  const headers: Record<string, unknown> = {
    'content-security-policy': security.ContentSecurityPolicy.ContentSecurityPolicy,
    'strict-transport-security': [
      `max-age=${transport.AccessControlMaxAgeSec}`,
      ...(transport.IncludeSubdomains ? ['includeSubDomains'] : []),
      ...(transport.Preload ? ['preload'] : []),
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': security.FrameOptions.FrameOption,
    'referrer-policy': security.ReferrerPolicy.ReferrerPolicy,
  };
  for (const { Header, Value } of policy.CustomHeadersConfig?.Items ?? [])
    headers[Header.toLowerCase()] = Value;
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      throw new HeadersUnknown(
        `${name} of the ${portal} portal is known to a deployment alone: ${JSON.stringify(value)}`,
      );
    }),
  );
}

/** Properties of the resource that a `Ref` names. */
function propertiesOf({ Resources }: Template, reference: unknown): Record<string, unknown> {
  const properties = Resources[(reference as { Ref?: string } | undefined)?.Ref ?? '']?.Properties;
  if (!properties) throw new HeadersUnknown(`the template has nothing at ${JSON.stringify(reference)}`);
  return properties;
}
