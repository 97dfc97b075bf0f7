import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { newPassword, setPassword } from '../../scripts/local/operator';
import type { Product } from './product';

export { enterTenant, signInAs } from '../../scripts/browser/sign-in';

/** Where a product's start serves its portals. */
export function portalsOf(product: () => Product) {
  const site = (name: string) => product().outputs.stacks['shared-infra-stack']?.[name] ?? '';
  return {
    get adminUrl(): string {
      return site('adminSiteUrl');
    },
    get tenantUrl(): string {
      return site('appSiteUrl');
    },
  };
}

/** Chooses a password at the page that asks an invited user for one. */
export async function chooseNewPassword(page: Page): Promise<void> {
  const password = newPassword();
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByLabel('New password, again').fill(password);
  await page.getByRole('button', { name: 'Save and sign in' }).click();
}

let invited = 0;

/** An operator as an invitation makes one: the password is good for one sign-in, which asks for a new one. */
export async function inviteOperator(product: Product, role: string) {
  const { userPoolId } = product.outputs.operator;
  const userName = `${role.toLowerCase()}-${Date.now().toString(36)}-${invited++}`;
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

/** An operator who has chosen a password. */
export async function createOperator(product: Product, role: string) {
  const { userName } = await inviteOperator(product, role);
  const password = newPassword();
  await setPassword(product.cognito, product.outputs.operator.userPoolId, userName, password);
  return { userName, password };
}
