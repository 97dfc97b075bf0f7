import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Page } from 'playwright-core';
import { newPassword } from '../../scripts/local/operator';
import type { TenantOutput } from '../../scripts/local/outputs';
import type { Product } from './product';

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

/** Signs in at the page that asks for it, by keyboard. */
export async function signInAs(page: Page, userName: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(userName);
  await page.getByLabel('Password').fill(password);
  await page.getByLabel('Password').press('Enter');
}

/** Opens the tenant portal at a path, and signs in as the tenant's administrator, or as another user of it. */
export async function enterTenant(
  page: Page,
  url: string,
  tenant: Pick<TenantOutput, 'tenantName' | 'userName' | 'password'>,
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('Name of your organisation').fill(tenant.tenantName);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signInAs(page, tenant.userName, tenant.password);
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
