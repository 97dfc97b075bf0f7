import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, synthesize } from '../../local/deployment';
import { root } from '../../local/paths';
import { headersOf, type Template } from '../../local/portals/headers';
import { servePortal } from '../../local/portals/server';
import { POOL } from './session';

export interface Sites {
  adminUrl: string;
  tenantUrl: string;
  close(): Promise<unknown>;
}

/**
 * Builds the portals where their sources have changed, and serves both with the headers that the synthesized template
 * gives them: made for APIs at this port, so that the policy counts here too.
 */
export async function serveSites(folder: string, port: number, adminApiUrl: string): Promise<Sites> {
  await bundle();
  await synthesize(folder, `http://127.0.0.1:${port}`);
  const file = join(folder, 'cdk.out/shared-infra-stack.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  const common = { region: 'us-east-1', adminApiUrl, userPoolEndpoint: `http://127.0.0.1:${port}` };
  const serve = (built: string, name: string, config: object) =>
    servePortal({
      folder: join(root, 'dist/portals', built),
      config,
      headers: headersOf(template, name),
      port: 0,
    });
  const [admin, tenant] = await Promise.all([
    serve('admin', 'admin', { ...common, ...POOL }),
    serve('tenant', 'app', common),
  ]);
  return {
    adminUrl: admin.url,
    tenantUrl: tenant.url,
    close: () => Promise.all([admin.close(), tenant.close()]),
  };
}
