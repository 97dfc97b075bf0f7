import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GetRoleCredentials } from './role-credentials';

/**
 * The ECS container credentials endpoint: `GET /credentials/<taskId>` with the task's own token answers the task
 * role's temporary credentials, in the shape that the SDKs' container credentials provider reads.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export class CredentialsEndpoint {
  private readonly grants = new Map<string, { token: Buffer; roleArn: string }>();
  private readonly server: Server;

  constructor(private readonly credentialsOf: GetRoleCredentials) {
    this.server = createServer((request, response) => {
      void this.answer(request.url ?? '', request.headers.authorization ?? '').then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      });
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.server.unref();
  }

  /** Lets a task have its role's credentials; returns the variables that tell its SDK where they are. */
  grant(taskId: string, roleArn: string): Record<string, string> {
    const token = randomBytes(24).toString('base64url');
    this.grants.set(taskId, { token: Buffer.from(token), roleArn });
    const { port } = this.server.address() as AddressInfo;
    return {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}/credentials/${taskId}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    };
  }

  revoke(taskId: string): void {
    this.grants.delete(taskId);
  }

  close(): void {
    this.server.close();
  }

  private async answer(url: string, given: string): Promise<{ status: number; body: object }> {
    const grant = this.grants.get(url.slice('/credentials/'.length));
    const token = Buffer.from(given);
    if (!grant || token.length !== grant.token.length || !timingSafeEqual(token, grant.token)) {
      return { status: 403, body: { code: 'AccessDenied', message: 'not this task' } };
    }
    try {
      const credentials = await this.credentialsOf(grant.roleArn);
      return {
        status: 200,
        body: {
          RoleArn: grant.roleArn,
          AccessKeyId: credentials.accessKeyId,
          SecretAccessKey: credentials.secretAccessKey,
          Token: credentials.sessionToken,
          Expiration: credentials.expiration.toISOString(),
        },
      };
    } catch (error) {
      return { status: 500, body: { code: 'AssumeRoleFailed', message: (error as Error).message } };
    }
  }
}
