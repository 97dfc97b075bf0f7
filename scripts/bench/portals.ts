/**
 * Measures both portals in Chromium: the JavaScript they load, the table of 1,000 tenants, an execution of 60 states,
 * and how soon what changes is seen. The files are those that go to AWS, with the headers of the template; the APIs are
 * made up and answer after 50 ms, so the figures are the portals' own. Sessions begin signed in where that is not what
 * is measured.
 *
 * Usage: npm run bench:portals [-- --quick] [-- --json]
 * Exit code 1 when a figure is over its limit.
 */
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../browser/launch';
import { root } from '../local/paths';
import { benchOptions } from './options';
import { FakeApis } from './portals/fake-apis';
import { measureJavaScript } from './portals/javascript';
import { measureExecution, measureTenantState } from './portals/live';
import { missed, print, type Result } from './portals/report';
import { serveSites } from './portals/sites';
import { measureTable } from './portals/tenants-table';

const PORT = 14760;
const FOLDER = join(root, '.local/bench/portals');
const { quick, json: asJson } = benchOptions(
  'bench:portals',
  'Both portals in Chromium: initial JavaScript, first paint, the table of 1,000 tenants, an execution of 60 states, how soon a change is seen, and how often nothing is asked for. Some three minutes.',
);
const SIZE = quick
  ? { runs: 2, changes: 5, idleMs: 20_000, hiddenMs: 5_000 }
  : { runs: 7, changes: 20, idleMs: 75_000, hiddenMs: 30_000 };

const note = (text: string) => process.stderr.write(`${text}\n`);
const load = (): number => Math.round(10 * (loadavg()[0] ?? 0)) / 10;

async function main(): Promise<void> {
  const start = load();
  const result: Result = { figures: [], load: { cores: availableParallelism(), start, end: start } };
  const apis = new FakeApis(PORT);
  await apis.start();
  note('building the portals and synthesizing their headers, where sources have changed');
  const sites = await serveSites(FOLDER, PORT, apis.adminUrl);
  const browser = await launchBrowser();
  try {
    const options = { ...SIZE, url: sites.adminUrl, apis };
    note('what is fetched until somebody can sign in');
    result.figures.push(...(await measureJavaScript(browser, sites)));
    note('the table of 1,000 tenants');
    result.figures.push(...(await measureTable(browser, options)));
    result.figures.push(await measureTenantState(browser, options));
    note('an execution of 60 states');
    result.figures.push(...(await measureExecution(browser, options)));
  } finally {
    await browser.close();
    await sites.close();
    await apis.close();
  }
  result.load.end = load();
  if (asJson) console.log(JSON.stringify({ ...result, missed: missed(result) }, null, 2));
  else print(result);
  process.exitCode = missed(result).length > 0 ? 1 : 0;
}

main().catch((error: Error) => {
  note(error.message);
  process.exit(1); // servers would go on
});
