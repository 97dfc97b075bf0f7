import { join } from 'node:path';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { newPassword } from '../../scripts/local/operator';
import { root } from '../../scripts/local/paths';
import { type PortalServer, servePortal } from '../../scripts/local/portal-server';
import type { Product } from './product';

/** Serves both portals of a product, each on a port of its own, for the tests of the surrounding `describe`. */
export function usePortals(product: () => Product) {
  let admin: PortalServer | undefined;
  let tenant: PortalServer | undefined;
  beforeAll(async () => {
    const { region, adminApiUrl, endpointUrl, operator } = product().outputs;
    const common = { region, adminApiUrl, userPoolEndpoint: endpointUrl };
    const { userPoolId, clientId: userPoolClientId } = operator;
    const built = (name: string) => join(root, 'dist/portals', name);
    admin = await servePortal(built('admin'), { ...common, userPoolId, userPoolClientId });
    tenant = await servePortal(built('tenant'), common);
  });
  afterAll(() => Promise.all([admin?.close(), tenant?.close()]));
  return {
    get adminUrl(): string {
      return admin?.url ?? '';
    },
    get tenantUrl(): string {
      return tenant?.url ?? '';
    },
  };
}

let invited = 0;

/** An operator as an invitation makes one: the password is good for one sign-in, which asks for a new one. */
export async function inviteOperator(product: Product, role: string) {
  const { userPoolId } = product.outputs.operator;
  const userName = `${role.toLowerCase()}-${process.pid}-${invited++}`;
  const temporaryPassword = newPassword();
  const email = `${userName}@example.com`;
  await product.cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: userName,
      TemporaryPassword: temporaryPassword,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await product.cognito.send(
    new AdminAddUserToGroupCommand({ UserPoolId: userPoolId, Username: userName, GroupName: role }),
  );
  return { userName, email, temporaryPassword };
}
