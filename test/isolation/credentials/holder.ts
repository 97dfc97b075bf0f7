import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from '@aws-sdk/client-sts';
import { clientConfig } from '../../../scripts/local/engine';
import {
  type RoleCredentials,
  roleCredentialsCache,
} from '../../../scripts/local/task-runner/role-credentials';

type Settings = ReturnType<typeof clientConfig>;

/** Somebody with credentials, and the clients that sign with them. */
export class Holder {
  readonly dynamodb: DynamoDBClient;
  readonly cognito: CognitoIdentityProviderClient;
  readonly logs: CloudWatchLogsClient;
  readonly apiGateway: APIGatewayClient;
  readonly ecs: ECSClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly sts: STSClient;

  /** @param name as an attempt's id tells it, e.g. `task-orders` */
  constructor(
    readonly name: string,
    readonly settings: Settings,
  ) {
    this.dynamodb = new DynamoDBClient(settings);
    this.cognito = new CognitoIdentityProviderClient(settings);
    this.logs = new CloudWatchLogsClient(settings);
    this.apiGateway = new APIGatewayClient(settings);
    this.ecs = new ECSClient(settings);
    this.iam = new IAMClient(settings);
    this.s3 = new S3Client({ ...settings, forcePathStyle: true });
    this.sts = new STSClient(settings);
  }

  /** Somebody else by a session of a role that this one may assume. */
  async assume(name: string, input: Omit<AssumeRoleCommandInput, 'RoleSessionName'>): Promise<Holder> {
    const { Credentials: given } = await this.sts.send(
      new AssumeRoleCommand({ RoleSessionName: 'isolation', ...input }),
    );
    const {
      AccessKeyId: accessKeyId = '',
      SecretAccessKey: secretAccessKey = '',
      SessionToken,
    } = given ?? {};
    return new Holder(name, {
      ...this.settings,
      credentials: { accessKeyId, secretAccessKey, sessionToken: SessionToken },
    } as Settings);
  }
}

/**
 * The account's administrator, whom IAM never refuses. In a control it stands for an owner where nobody in the product
 * has the right: that a scan or a stream is refused to everybody is meant, and what is left to show is that the request
 * was whole and its resource there.
 */
export const administratorOf = (port: number): Holder => new Holder('administrator', clientConfig(port));

/** Gives a role's tasks their credentials as the task runner does: of a role that trusts ECS tasks, and no other. */
export function taskHolders({
  sts,
  iam,
  settings,
}: Holder): (name: string, roleArn: string) => Promise<Holder> {
  const credentialsOf = roleCredentialsCache({ sts, iam, lifeSeconds: 3_600, now: () => Date.now() });
  return async (name, roleArn) => {
    const credentials: RoleCredentials = await credentialsOf(roleArn);
    return new Holder(name, { ...settings, credentials } as Settings);
  };
}
