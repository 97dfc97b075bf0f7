import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { z } from 'zod';
import type { Quotas } from '../lambdas/admin-api/preflight/env';
import { eventNamesSchema } from '../lambdas/shared/contracts/events';
import { signInSchema } from '../lambdas/shared/contracts/sign-in';
import type { ServiceName, Tier } from '../lambdas/shared/contracts/tiers';
import { MOST_CELLS, SILO_SLOTS_OF_A_CELL } from './cells';

/**
 * Every choice of a deployment, typed, in one place. Defaults are those of a new AWS account; another value comes
 * by context, under the field's path: `cdk deploy -c cells.count=2 -c services.desiredCount=2`, or in `cdk.json`.
 */
const count = z.coerce.number().int().nonnegative();
const positive = z.coerce.number().int().positive();
/** Context comes as text from the command line: the words, not JavaScript's truth of any text. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const section = <S extends z.ZodRawShape>(shape: S) => z.strictObject(shape).prefault({} as never);

/** What each tenant of a tier may ask of the gateway. */
const plan = (rateLimit: number, burstLimit: number, quotaPerDay: number) =>
  section({
    /** Requests a second. */
    rateLimit: positive.default(rateLimit),
    burstLimit: positive.default(burstLimit),
    quotaPerDay: positive.default(quotaPerDay),
  });

/** A portal's own domain; without one it has a name of CloudFront's. Point its DNS record at the distribution. */
const site = () =>
  section({
    domainName: z
      .string()
      .regex(
        /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/,
        'must be a host name in lower case, no wildcard',
      )
      .optional(),
    /** CloudFront reads certificates in us-east-1 alone. */
    certificateArn: z
      .string()
      .regex(
        /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
        'must be the ARN of an ACM certificate in us-east-1',
      )
      .optional(),
  }).refine(
    ({ domainName, certificateArn }) => (domainName === undefined) === (certificateArn === undefined),
    'domainName and certificateArn go together',
  );

/** As browsers send it: no path, no slash at its end. */
const originSchema = z
  .string()
  .regex(/^(\*|https?:\/\/[^/\s,]+)$/, 'must be * or an origin such as https://admin.example.com');

/** Tasks' images, their logs, sessions of one tenant, and users with the keys that sign their tokens. */
const TASKS_NEED = ['ecr.api', 'ecr.dkr', 'logs', 'sts', 'cognito-idp'];

/** Who is suspended is refused within 5 s, of which the order may take 2 from the Admin API to the registry. */
const LONGEST_CACHE_SECONDS = 3;

export const configSchema = z.strictObject({
  /** Begins the names of what is shared by all tenants. */
  prefix: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,15}$/, 'must be 2 to 16 lower-case letters, digits or hyphens')
    .default('ecs-saas'),
  /** Where to deploy. @default account and region of the credentials */
  account: z.string().optional(),
  region: z.string().optional(),
  /** How the planes name themselves on the bus: the names of current SBT releases. */
  events: section({
    controlPlaneSource: z.string().min(1).default('sbt.control.plane'),
    applicationPlaneSource: z.string().min(1).default('sbt.application.plane'),
    detailTypePrefix: z.string().default('sbt_aws_'),
  }).pipe(eventNamesSchema),
  /** One usage plan a tier. */
  tiers: section({
    BASIC: plan(10, 10, 1_000),
    ADVANCED: plan(15, 15, 2_000),
    PREMIUM: plan(300, 300, 6_000),
  } satisfies Record<Tier, z.ZodType>),
  /** A cell is REST API, VPC link and load balancer: room for 33 Advanced and Premium tenants (32 beside the pool). */
  cells: section({
    count: positive.max(MOST_CELLS).default(1),
    /** Fewer than an ALB allows, to try what happens when no cell has room. */
    siloSlots: count.max(SILO_SLOTS_OF_A_CELL).default(SILO_SLOTS_OF_A_CELL),
  }),
  /** The sample application's services, pooled and silo. */
  services: section({
    /** Fargate CPU units: 256 is a quarter of a processor. */
    cpu: positive.default(256),
    /** MiB. */
    memory: positive.default(512),
    /** That the images are built for. */
    architecture: z.enum(['X86_64', 'ARM64']).default('X86_64'),
    /** Tasks a service, and the least that autoscaling keeps. */
    desiredCount: positive.default(1),
    /** Most tasks a pooled service; equal to desiredCount: no autoscaling. */
    maxCount: positive.default(4),
    /** Mean CPU that autoscaling of the pool aims at, in percent. */
    targetCpuPercent: positive.max(90).default(60),
    /** Repositories are `<imageRepository>/<service>` in the account's registry. */
    imageRepository: z.string().default('ecs-saas'),
    imageTag: z.string().default('latest'),
  }),
  functions: section({
    architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
    /** MiB; 1,769 MiB is one processor. */
    memory: positive.default(512),
    logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO'),
  }),
  network: section({
    cidr: z.string().default('10.0.0.0/16'),
    /** One is the least that lets tasks reach Cognito and ECR; two survive the loss of a zone. */
    natGateways: count.max(2).default(1),
    /**
     * AWS services reached without NAT beside DynamoDB and S3, by their endpoint's short name. All that tasks need where
     * there is no NAT: `ecr.api,ecr.dkr,logs,sts,cognito-idp`. Each costs about 7.30 USD a month and zone, of which there are
     * two, hence none.
     */
    interfaceEndpoints: z
      .string()
      .transform((names) => names.split(',').filter((name) => name !== ''))
      .prefault(''),
  }).superRefine(({ natGateways, interfaceEndpoints }, context) => {
    const lacking = TASKS_NEED.filter((name) => natGateways === 0 && !interfaceEndpoints.includes(name));
    if (lacking.length === 0) return;
    context.addIssue({
      code: 'custom',
      path: ['interfaceEndpoints'],
      message: `tasks reach these by no other way where natGateways is 0, name them too: ${lacking.join(',')}`,
    });
  }),
  /** How a tenant leaves, where the request that orders it says nothing. */
  offboarding: section({
    /** Days in which its data is kept and the offboarding can be cancelled. An execution lasts a year at most. */
    retainDays: count.max(350).default(7),
    /** Whether its data is written to the export bucket before it is deleted. */
    exportFirst: flag.default(true),
    /** Days that an export is kept, with all that it holds of persons. */
    exportDays: positive.default(30),
    /** Seconds for requests that were admitted: what the authorizer's cache and API Gateway's 29 s allow. */
    settleSeconds: count.max(300).default(35),
  }),
  /** The comparison of registry, ledger and AWS. */
  reconciler: section({
    /** When it runs by itself, in UTC; it then reports and never mends. */
    schedule: z
      .string()
      .regex(/^(cron|rate)\(.+\)$/, 'must be cron(…) or rate(…), as EventBridge has it')
      .default('cron(0 3 * * ? *)'),
    /** Age from which an operation without a running execution is taken for stuck. */
    stuckAfterMinutes: positive.default(60),
  }),
  /** What tenants' connections must be able to do: TLS 1.2 at least, and key exchanges that outlast quantum computers. */
  tlsPolicy: z
    .enum([
      'SecurityPolicy_TLS13_1_2_PQ_2025_09',
      'SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09',
      'SecurityPolicy_TLS13_1_3_2025_09',
      'SecurityPolicy_TLS13_1_3_FIPS_2025_09',
    ])
    .default('SecurityPolicy_TLS13_1_2_PQ_2025_09'),
  /** Seconds that API Gateway keeps an authorizer's answer: how long a revoked tenant or a signed-out user may live. */
  authorizerCacheSeconds: count
    .max(
      LONGEST_CACHE_SECONDS,
      `must be ${LONGEST_CACHE_SECONDS} at most: who is suspended or signs out is refused within 5 s`,
    )
    .default(LONGEST_CACHE_SECONDS),
  /** How operators sign in, and how tenants' users do, in the shared pool and in tenants' own from their onboarding on. */
  signIn: section({
    operators: signInSchema.prefault({}),
    tenants: signInSchema.prefault({}),
  }),
  /** The portals' distributions. */
  portals: section({
    /** Where CloudFront serves from: 100 is North America and Europe, the least expensive; `all` is everywhere. */
    priceClass: z.enum(['100', '200', 'all']).default('100'),
    admin: site(),
    app: site(),
  }),
  /** Requests a second of all operators together on the admin API. */
  adminApi: section({ rateLimit: positive.default(50), burstLimit: positive.default(100) }),
  /** Where browsers may call from, `https://admin.example.com`. Tokens travel in a header, never in a cookie. */
  cors: section({
    /** Origins of the admin API's callers, separated by commas. @default the portals' own domains where both have one, else any */
    adminOrigins: z
      .string()
      .transform((origins) => origins.split(','))
      .pipe(z.array(originSchema).min(1))
      .optional(),
    /** Origin of the tenants' portal; the gateway's own answers can name one only. @default its own domain, else any */
    appOrigin: originSchema.optional(),
  }),
  /** Quotas of the account that onboarding may meet, for its preflight: AWS's defaults, until they are raised. */
  quotas: section({
    apiKeys: positive.default(10_000),
    userPools: positive.default(1_000),
    namespaces: positive.default(50),
    clusters: positive.default(10_000),
    tables: positive.default(2_500),
  } satisfies Record<keyof Quotas, z.ZodType>),
  logRetentionDays: z.coerce
    .number()
    .pipe(
      z.union([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731].map((days) => z.literal(days))),
    )
    .default(30),
  encryption: section({
    /**
     * Whose keys encrypt what the stacks and Premium tenants keep: AWS's, or one of yours a stack and one a Premium tenant
     * that comes from then on, 1 USD a month each and 0.03 USD for 10,000 uses. Who asked buckets for what is
     * encrypted by S3's keys only.
     */
    keys: z.enum(['aws', 'customer']).default('aws'),
  }),
  /** What becomes of tables, user pools and logs of access when their stack is deleted. */
  removalPolicy: z.enum(['retain', 'destroy']).default('retain'),
  /** Tables, user pools and load balancers refuse to be deleted until this is false. */
  deletionProtection: flag.default(true),
  /** Mailbox of the first operator `admin`, who gets the password there. Without it no operator is made. */
  operatorEmail: z.email().optional(),
  /** Mailbox of alarms. Without it alarms show in the console only. */
  alarmEmail: z.email().optional(),
  /**
   * Base URLs where they are not AWS's own: custom domains, private endpoints. `{apiId}`, `{stage}` and
   * `{loadBalancerName}` stand for the real ones.
   */
  endpoints: section({
    jwksBaseUrl: z.url().optional(),
    adminApiUrl: z.string().optional(),
    apiUrl: z.string().optional(),
    loadBalancerUrl: z.string().optional(),
    /** Where browsers sign in. */
    userPoolUrl: z.url().optional(),
    /** Where a portal is served by something else than its distribution. */
    adminSiteUrl: z.url().optional(),
    appSiteUrl: z.url().optional(),
  }),
  /** `cli-credentials` deploys with the caller's own rights, without the bootstrap's roles. */
  synthesizer: z.enum(['default', 'cli-credentials']).default('default'),
});

export type Config = z.output<typeof configSchema>;

/** The configuration does not parse; names every setting that is wrong. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** `prefix`, `cells.count`; the CDK's own context has a colon or an at sign in it. */
const FIELD_PATH = /^[A-Za-z]\w*(\.\w+)*$/;

/**
 * Reads the configuration from context, once an app.
 * @param defaults account and region of the credentials, as the CDK CLI found them
 * @throws ConfigError
 */
export function readConfig(scope: IConstruct, defaults: { account?: string; region?: string } = {}): Config {
  const settings: Settings = withoutUndefined(defaults);
  // Shallow paths first: a section in cdk.json, then single fields from the command line.
  const context = Object.entries(scope.node.getAllContext()).sort(([a], [b]) => depth(a) - depth(b));
  for (const [path, value] of context) {
    const [section = '', ...fields] = path.split('.');
    // Also a section that does not exist: left out here, a slip in its name would set nothing and say nothing.
    if (FIELD_PATH.test(path)) assign(settings, [section, ...fields], value);
  }
  return parseConfig(settings);
}

/** Parses settings; everything that is not given takes its default. */
export function parseConfig(settings: unknown): Config {
  const parsed = configSchema.safeParse(settings);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`configuration: ${problems.join('; ')}`);
}

/** Image of a service in the account's own registry, as `scripts/build-application.sh` pushes it. */
export function imageOf(
  { services }: Pick<Config, 'services'>,
  scope: IConstruct,
  service: ServiceName,
): string {
  const { account, region, urlSuffix } = Stack.of(scope);
  return `${account}.dkr.ecr.${region}.${urlSuffix}/${services.imageRepository}/${service}:${services.imageTag}`;
}

/** Fills `{name}` placeholders of an endpoint's template; tokens of CloudFormation stay what they are. */
export const fillTemplate = (template: string, values: Record<string, string>): string =>
  Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), template);

interface Settings {
  [name: string]: unknown;
}

const depth = (path: string): number => path.split('.').length;

function assign(settings: Settings, [field = '', ...deeper]: string[], value: unknown): void {
  if (deeper.length === 0) {
    settings[field] = value;
    return;
  }
  const section = { ...(settings[field] as Settings | undefined) };
  assign(section, deeper, value);
  settings[field] = section;
}

const withoutUndefined = (values: object) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
