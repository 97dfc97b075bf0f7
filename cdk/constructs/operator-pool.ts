import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  CfnUserPoolGroup,
  CfnUserPoolUser,
  CfnUserPoolUserToGroupAttachment,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { explain } from './nag-reasons';
import { removalPolicyOf } from './tenant-registry';
import { clientOptions, EMAIL_IS_PROVEN, poolOptions, reasonsOfSignIn } from './user-pool-choices';

/** Roles of operators, as groups that a token carries. */
const GROUPS = {
  SystemAdmin: 'May do everything on the admin API',
  CustomerSupport: 'May read tenants and registrations',
} as const;

/** Who operates the product: user pool, client, roles and, where a mailbox is configured, the first operator. */
export class OperatorPool extends Construct {
  readonly userPool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { config }: { config: Config }) {
    super(scope, id);
    this.userPool = new UserPool(this, 'UserPool', {
      userPoolName: `${config.prefix}-operators`,
      selfSignUpEnabled: false,
      signInAliases: { username: true },
      signInCaseSensitive: false,
      ...EMAIL_IS_PROVEN,
      standardAttributes: { email: { required: true, mutable: true } },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      ...poolOptions(config.signIn.operators),
      deletionProtection: config.deletionProtection,
      removalPolicy: removalPolicyOf(config),
    });
    this.client = this.userPool.addClient('Client', {
      userPoolClientName: 'operators',
      ...clientOptions(config.signIn.operators),
    });
    const groups = Object.entries(GROUPS).map(
      ([groupName, description]) =>
        new CfnUserPoolGroup(this, groupName, {
          userPoolId: this.userPool.userPoolId,
          groupName,
          description,
        }),
    );
    if (config.operatorEmail) this.addFirstOperator(config.operatorEmail, groups);
    explain(this.userPool, ...reasonsOfSignIn(config.signIn.operators));
  }

  /** Cognito mails the invitation with a password for one sign-in. */
  private addFirstOperator(email: string, groups: CfnUserPoolGroup[]): void {
    const { userPoolId } = this.userPool;
    const user = new CfnUserPoolUser(this, 'FirstOperator', {
      userPoolId,
      username: 'admin',
      desiredDeliveryMediums: ['EMAIL'],
      userAttributes: [
        { name: 'email', value: email },
        { name: 'email_verified', value: 'true' },
      ],
    });
    const membership = new CfnUserPoolUserToGroupAttachment(this, 'FirstOperatorIsSystemAdmin', {
      userPoolId,
      username: 'admin',
      groupName: 'SystemAdmin' satisfies keyof typeof GROUPS,
    });
    for (const before of [user, ...groups]) membership.addResourceDependency(before);
    // A later deployment without the mailbox must not delete the operator.
    for (const kept of [user, membership]) kept.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
