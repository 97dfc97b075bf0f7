import type { Page } from 'playwright-core';
import { signInAs } from '../browser/sign-in';
import { mendTheFailure } from '../local/demo/failure';
import type { Outputs } from '../local/outputs';
import type { Camera } from './camera';

const TALL = 1_060;
/** As far as a tenant's chart, its users and the begin of its footprint. */
const VERY_TALL = 1_500;

export interface OperatorTour {
  url: string;
  outputs: Outputs;
  /** Tenants of the run, by name: one to look at, one whose onboarding failed, one that is gone. */
  tenant: string;
  failed: string;
  gone: string;
}

const open = (page: Page, role: 'link' | 'tab', name: string | RegExp) =>
  page.getByRole(role, { name }).first().click();

/** The operators' portal, page by page, as an operator goes through it. */
export async function tourOperator(page: Page, camera: Camera, tour: OperatorTour): Promise<void> {
  const { url, outputs } = tour;
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

  await page.goto(url);
  await page.getByLabel('User name').waitFor();
  await camera.shoot(page, 'sign-in');
  await signInAs(page, outputs.operator.userName, outputs.operator.password);
  await heading('Overview');
  await camera.shoot(page, 'overview');

  await page.goto(`${url}/tenants`);
  await page.getByRole('link', { name: tour.tenant }).waitFor();
  await camera.shoot(page, 'tenants');

  await open(page, 'link', tour.tenant);
  await heading(tour.tenant);
  await page.getByText('Used today', { exact: true }).waitFor();
  await camera.shoot(page, 'tenant', VERY_TALL);

  await page.goto(`${url}/onboard`);
  await page.getByLabel('Name', { exact: true }).fill('harbour-press');
  await page.getByLabel('E-mail of the administrator').fill('owner@harbour-press.example');
  await page.getByRole('radio', { name: 'Premium' }).check({ force: true });
  await page.getByText('Checking').first().waitFor({ state: 'hidden' });
  await camera.shoot(page, 'onboard', 960);

  await page.goto(`${url}/tenants`);
  await open(page, 'link', tour.failed);
  await heading(tour.failed);
  await open(page, 'link', /-onboarding-/);
  await heading(/^Onboarding of/);
  await page.getByRole('option', { name: /Task, failed/ }).waitFor();
  // The graph is wide, and the state that failed is far down in it.
  await page.getByRole('button', { name: 'Close the navigation' }).click();
  await camera.shoot(page, 'execution-failed', TALL);

  await mendTheFailure(outputs);
  await page.getByRole('button', { name: 'Replay' }).first().click();
  await page
    .getByText(/^Failed at/)
    .first()
    .waitFor({ state: 'hidden' });
  await page.getByText('Runs for', { exact: true }).waitFor({ state: 'hidden', timeout: 60_000 });
  await camera.shoot(page, 'execution-green', TALL);

  await page.goto(`${url}/operations?tab=receipts`);
  await page.getByText(tour.gone).first().waitFor();
  await camera.shoot(page, 'operations');
  await open(page, 'link', tour.gone);
  await heading(`Deletion of ${tour.gone}`);
  await camera.shoot(page, 'receipt');

  await page.goto(`${url}/operators`);
  await page.getByRole('row', { name: outputs.operator.userName }).waitFor();
  await camera.shoot(page, 'operators');
}
