import { Duration, Stack } from 'aws-cdk-lib';
import { HeadersFrameOption, HeadersReferrerPolicy, ResponseHeadersPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import type { Config } from '../config';

export interface PortalHeadersProps {
  config: Config;
  /** `admin`, `app`: part of the policy's name, which is one of the account's in all regions. */
  portal: string;
  /** URLs that the portal calls; their origins are all that its pages may connect to. */
  calls: string[];
}

/**
 * The headers that every answer of a portal carries. Who serves the portal elsewhere, as on one machine, reads them
 * from this resource of the template.
 */
export class PortalHeaders extends Construct {
  readonly policy: ResponseHeadersPolicy;

  constructor(scope: Construct, id: string, { config, portal, calls }: PortalHeadersProps) {
    super(scope, id);
    this.policy = new ResponseHeadersPolicy(this, 'Policy', {
      responseHeadersPolicyName: `${config.prefix}-${portal}-${Stack.of(this).region}`,
      comment: `What browsers may do with pages of the ${portal} portal`,
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy: contentSecurityPolicy(calls), override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(730),
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      },
      customHeadersBehavior: {
        customHeaders: Object.entries({
          'Permissions-Policy': NO_DEVICES,
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Resource-Policy': 'same-origin',
        }).map(([header, value]) => ({ header, value, override: true })),
      },
    });
  }
}

/** Scripts and styles are files of the portal alone: nothing inline, nothing evaluated, nothing of others. */
const contentSecurityPolicy = (calls: string[]): string =>
  Object.entries({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'font-src': ["'self'"],
    'connect-src': ["'self'", ...new Set(calls.map(originOf))],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  })
    .map(([directive, sources]) => [directive, ...sources].join(' '))
    .join('; ');

/** Scheme and host of a URL. Both may be one value that only the deployment knows: an API's endpoint. */
function originOf(url: string): string {
  const [, origin] = /^((?:https?:\/\/|\$\{Token)[^/]+)/.exec(url) ?? [];
  if (!origin) throw new Error(`${url} is no URL that a page could call`);
  return origin;
}

/** What a stolen page could ask a browser for, and no page of ours does. */
const NO_DEVICES = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']
  .map((feature) => `${feature}=()`)
  .join(', ');
