/**
 * Takes the pictures that the README shows, of a real run: its own local AWS with the tenants of the demo, an onboarding
 * that fails and is replayed, and a tenant that leaves; pages in Chromium, signed in with a password.
 *
 * Usage: npm run screenshots
 * Writes docs/screenshots/. Exit code 1 when a page had an error, or the pictures are too large for a repository.
 */
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, watchFaults } from './browser/launch';
import { enterTenant } from './browser/sign-in';
import { runDemo, runDemoFailure } from './local/demo';
import { AdminApi } from './local/demo/admin-api';
import { onboardTenant } from './local/demo/onboard';
import { call, signInTenant } from './local/demo/traffic';
import { clientConfig } from './local/engine';
import { signIn } from './local/operator';
import type { Outputs, TenantOutput } from './local/outputs';
import { root } from './local/paths';
import { phase } from './local/progress';
import { startStack, stopRun } from './local/stack';
import { Camera } from './screenshots/camera';
import { tourOperator } from './screenshots/operator';

const PORT = 14780;
const FOLDER = join(root, '.local/screenshots');
const PICTURES = join(root, 'docs/screenshots');
const MOST_BYTES = 3_000_000;
const DELETED_WITHIN_MS = 60_000;

const LEAVES = { tenantName: 'pop-up-store', email: 'owner@pop-up-store.example', tier: 'advanced' };
const ORDER = 'Saturday market';
const PRODUCTS = [
  { name: 'Rye bread', price: 4.25, sku: 'BRD-2', category: 'Food' },
  { name: 'Sourdough loaf', price: 6.8, sku: 'BRD-3', category: 'Food' },
  { name: 'Cinnamon roll', price: 2.9, sku: 'SWT-1', category: 'Food' },
  { name: 'Apple cake', price: 18.5, sku: 'SWT-4', category: 'Food' },
  { name: 'Tea towel', price: 9, sku: 'KIT-2', category: 'Kitchen' },
  { name: 'Bread knife', price: 32.5, sku: 'KIT-5', category: 'Kitchen' },
];

async function main(): Promise<void> {
  await stopRun(FOLDER);
  rmSync(FOLDER, { recursive: true, force: true });
  try {
    const deployed = await startStack({ port: PORT, folder: FOLDER, phase });
    const outputs = await runDemo(deployed, FOLDER);
    await phase('a tenant comes and leaves', () => comeAndLeave(outputs));
    // The demo has driven this tenant past its plan: by now it may ask again.
    await addItems(outputs);
    await runDemoFailure(outputs);
    const taken = await phase('taking pictures', () => takePictures(outputs));
    const bytes = taken.reduce((sum, picture) => sum + picture.bytes, 0);
    for (const picture of taken)
      console.log(`${relative(root, picture.file)}  ${Math.round(picture.bytes / 1024)} KB`);
    if (bytes > MOST_BYTES) throw new Error(`${bytes} bytes of pictures are more than ${MOST_BYTES}`);
  } finally {
    await stopRun(FOLDER);
  }
}

const cognitoOf = () => new CognitoIdentityProviderClient(clientConfig(PORT));

async function addItems(outputs: Outputs): Promise<void> {
  const tenant = await signInTenant(cognitoOf(), firstTenant(outputs));
  for (const product of PRODUCTS) {
    const { status } = await call(tenant, 'POST', '/products', product);
    if (status !== 201) throw new Error(`${product.name}: ${status}`);
  }
  const { status } = await call(tenant, 'POST', '/orders', { orderName: ORDER, orderProducts: [] });
  if (status !== 201) throw new Error(`${ORDER}: ${status}`);
}

async function comeAndLeave({ adminApiUrl, operator }: Outputs): Promise<void> {
  const cognito = cognitoOf();
  const { accessToken } = await signIn(cognito, operator.clientId, operator.userName, operator.password);
  const api = new AdminApi(adminApiUrl, accessToken);
  const { tenantRegistrationId: id } = await onboardTenant(api, cognito, LEAVES);
  await api.delete(id);
  const deadline = Date.now() + DELETED_WITHIN_MS;
  while ((await api.registration(id)).registrationStatus !== 'Deleted') {
    if (Date.now() > deadline) throw new Error(`${LEAVES.tenantName} is not deleted`);
    await new Promise((done) => setTimeout(done, 500));
  }
}

function firstTenant({ tenants }: Outputs): TenantOutput {
  const [tenant] = tenants;
  if (!tenant) throw new Error('the demo has no tenant');
  return tenant;
}

async function takePictures(outputs: Outputs) {
  const sites = outputs.stacks['shared-infra-stack'] ?? {};
  const camera = new Camera(PICTURES);
  const browser = await launchBrowser();
  try {
    await inWindow(browser, (page) =>
      tourOperator(page, camera, {
        url: sites.adminSiteUrl ?? '',
        outputs,
        tenant: outputs.tenants.at(-1)?.tenantName ?? '',
        failed: 'night-market',
        gone: LEAVES.tenantName,
      }),
    );
    await inWindow(browser, (page) => tourTenant(page, camera, sites.appSiteUrl ?? '', outputs));
  } finally {
    await browser.close();
  }
  return camera.taken;
}

async function tourTenant(page: Page, camera: Camera, url: string, outputs: Outputs): Promise<void> {
  await enterTenant(page, url, firstTenant(outputs));
  await page.getByRole('row', { name: 'Rye bread' }).waitFor();
  await camera.shoot(page, 'products');
  await page.goto(`${url}/orders`);
  await page.getByRole('row', { name: ORDER }).waitFor();
  await camera.shoot(page, 'orders');
  await page.goto(`${url}/users`);
  await page.getByRole('row', { name: 'TenantAdmin' }).waitFor();
  await camera.shoot(page, 'users');
  await page.goto(`${url}/plan`);
  await page.getByText('Requests used', { exact: true }).waitFor();
  await camera.shoot(page, 'plan');
}

/** A window in which nothing goes wrong, or there are no pictures. */
async function inWindow(browser: Browser, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults = watchFaults(page);
  await work(page);
  await context.close();
  if (faults.length > 0) throw new Error(`the pages had errors:\n${faults.join('\n')}`);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
