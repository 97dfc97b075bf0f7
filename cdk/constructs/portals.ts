import { CfnOutput, Stack } from 'aws-cdk-lib';
import { S3OriginAccessControl, Signing } from 'aws-cdk-lib/aws-cloudfront';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { Portal } from './portal';
import { PortalHeaders } from './portal-headers';
import { ViewerLogsBucket } from './viewer-logs-bucket';

export interface PortalsProps {
  config: Config;
  /** Takes the access logs of buckets. */
  accessLogs: IBucket;
  adminApiUrl: string;
  /** Base URLs of the cells' gateways. */
  gatewayUrls: string[];
}

/** The operators' and the tenants' portal, and what `scripts/install.sh` must know to fill them. */
export class Portals extends Construct {
  constructor(scope: Construct, id: string, { config, accessLogs, ...props }: PortalsProps) {
    super(scope, id);
    const { adminApiUrl, gatewayUrls } = props;
    const { region } = Stack.of(this);
    const calls = [
      adminApiUrl,
      config.endpoints.userPoolUrl ?? `https://cognito-idp.${region}.amazonaws.com`,
    ];
    const plans = {
      admin: { description: 'portal of the operators', calls },
      app: { description: 'portal of the tenants', calls: [...calls, ...gatewayUrls] },
    };

    const viewerLogs = new ViewerLogsBucket(this, 'ViewerLogs', { config, accessLogs });
    const access = new S3OriginAccessControl(this, 'Access', {
      // The name is one of the account's in all regions, as CloudFront is.
      originAccessControlName: `${config.prefix}-portals-${region}`,
      signing: Signing.SIGV4_ALWAYS,
    });
    for (const name of ['admin', 'app'] as const) {
      const { description, calls } = plans[name];
      const portal = new Portal(this, name, {
        config,
        name,
        description,
        access,
        headers: new PortalHeaders(this, `${name}-headers`, { config, portal: name, calls }).policy,
        bucketLogs: accessLogs,
        viewerLogs: viewerLogs.bucket,
      });
      // By the names that tools look for: `adminSiteUrl`, `appSiteUrl` and so on.
      for (const [key, value] of Object.entries(portal.outputs)) {
        new CfnOutput(Stack.of(this), `${name}Site${key}`, { value });
      }
    }
  }
}
