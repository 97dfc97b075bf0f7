import { Duration } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HttpVersion,
  type IOriginAccessControl,
  type IResponseHeadersPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { explain } from './nag-reasons';
import { removalPolicyOf } from './tenant-registry';

export interface PortalProps {
  config: Config;
  name: 'admin' | 'app';
  description: string;
  /** How CloudFront shows the bucket that it is CloudFront. */
  access: IOriginAccessControl;
  headers: IResponseHeadersPolicy;
  /** Takes the bucket's access logs. */
  bucketLogs: IBucket;
  /** Takes the distribution's. */
  viewerLogs: IBucket;
}

/** A portal's files in a bucket that CloudFront alone reads, uploaded after the deployment by `scripts/install.sh`. */
export class Portal extends Construct {
  readonly bucket: Bucket;
  readonly distribution: Distribution;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PortalProps,
  ) {
    super(scope, id);
    this.bucket = this.createBucket(props);
    this.distribution = this.createDistribution(props);
  }

  /** What tools look for in the stack's outputs. */
  get outputs(): Record<string, string> {
    const { config, name } = this.props;
    const { domainName } = config.portals[name];
    const url = { admin: config.endpoints.adminSiteUrl, app: config.endpoints.appSiteUrl }[name];
    return {
      Url: url ?? `https://${domainName ?? this.distribution.domainName}`,
      Bucket: this.bucket.bucketName,
      Distribution: this.distribution.distributionId,
      // What the DNS record of a domain of one's own points to.
      ...(domainName && { Target: this.distribution.domainName }),
    };
  }

  private createBucket({ config, name, bucketLogs }: PortalProps): Bucket {
    return new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      serverAccessLogsBucket: bucketLogs,
      serverAccessLogsPrefix: `portals/${name}/`,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: removalPolicyOf(config),
    });
  }

  private createDistribution(props: PortalProps): Distribution {
    const { config, name, description, access, headers, viewerLogs } = props;
    const { domainName, certificateArn } = config.portals[name];
    const distribution = new Distribution(this, 'Distribution', {
      comment: `${config.prefix}: ${description}`,
      defaultRootObject: INDEX.slice(1),
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PRICE_CLASSES[config.portals.priceClass],
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, {
          originAccessControl: access,
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // How long a file is kept is said by the file.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: headers,
        compress: true,
      },
      // A path of the application is no file. The bucket cannot be listed, so it says 403 of what it does not have.
      errorResponses: [403, 404].map((httpStatus) => ({
        httpStatus,
        responseHttpStatus: 200,
        responsePagePath: INDEX,
        ttl: Duration.seconds(0),
      })),
      enableLogging: true,
      logBucket: viewerLogs,
      logFilePrefix: `${name}/`,
      logIncludesCookies: false,
      ...(domainName &&
        certificateArn && {
          domainNames: [domainName],
          certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
          minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
    });
    explain(distribution, ANY_COUNTRY, NO_FIREWALL, ...(domainName ? [] : [AWS_CERTIFICATE]));
    return distribution;
  }
}

const INDEX = '/index.html';

const PRICE_CLASSES: Record<Config['portals']['priceClass'], PriceClass> = {
  '100': PriceClass.PRICE_CLASS_100,
  '200': PriceClass.PRICE_CLASS_200,
  all: PriceClass.PRICE_CLASS_ALL,
};

const ANY_COUNTRY = {
  id: 'AwsSolutions-CFR1',
  reason: 'Tenants and operators may be anywhere; where they may not is for who runs the product to say.',
};
const NO_FIREWALL = {
  id: 'AwsSolutions-CFR2',
  reason:
    'It serves files that are the same for everybody and takes no input; a WAF (from 5 USD a month and rule) is a choice for who runs the product.',
};
const AWS_CERTIFICATE = {
  id: 'AwsSolutions-CFR4',
  reason:
    "CloudFront's own name has CloudFront's own certificate, whose least TLS cannot be chosen; a domain of one's own (portals.*.domainName) takes TLS 1.2 and newer only.",
};
