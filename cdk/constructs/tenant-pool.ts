import { Tags } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { explain } from './nag-reasons';
import { removalPolicyOf } from './tenant-registry';
import { clientOptions, EMAIL_IS_PROVEN, poolOptions, reasonsOfSignIn } from './user-pool-choices';

/** Claims that say who a tenant's user is; only the role can change. As in the pools that create-identity makes. */
const CLAIMS = { tenantId: false, tenantTier: false, tenantName: false, userRole: true };

/** Tag of the shared pool alone: by its id the control plane, which is deployed before it, cannot know it. */
const SHARED_POOL_TAG = 'sharedPoolOf';

/** Condition of a right to the shared pool: nothing else has its tag. */
export const ofTheSharedPool = ({ prefix }: Pick<Config, 'prefix'>) => ({
  StringEquals: { [`aws:ResourceTag/${SHARED_POOL_TAG}`]: prefix },
});

/** By which the control plane finds it. */
export const sharedPoolName = ({ prefix }: Pick<Config, 'prefix'>): string => `${prefix}-basic`;

/** Users of all Basic tenants; an Advanced or Premium tenant has a pool of its own, made alike by the workflow. */
export class TenantPool extends Construct {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.userPool = new UserPool(this, 'UserPool', {
      userPoolName: sharedPoolName(config),
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      ...EMAIL_IS_PROVEN,
      standardAttributes: { email: { required: true, mutable: true } },
      customAttributes: Object.fromEntries(
        Object.entries(CLAIMS).map(([name, mutable]) => [
          name,
          new StringAttribute({ mutable, minLen: 1, maxLen: 64 }),
        ]),
      ),
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      ...poolOptions(config.signIn.tenants),
      deletionProtection: config.deletionProtection,
      removalPolicy: removalPolicyOf(config),
    });
    Tags.of(this.userPool).add(SHARED_POOL_TAG, config.prefix);
    this.client = this.userPool.addClient('Client', {
      userPoolClientName: 'tenants',
      ...clientOptions(config.signIn.tenants),
      readAttributes: new ClientAttributes()
        .withStandardAttributes({ email: true, emailVerified: true })
        .withCustomAttributes(...Object.keys(CLAIMS)),
      // A signed-in user may change nothing about which tenant it belongs to.
      writeAttributes: new ClientAttributes().withStandardAttributes({ email: true }),
    });
    explain(this.userPool, ...reasonsOfSignIn(config.signIn.tenants));
  }
}
