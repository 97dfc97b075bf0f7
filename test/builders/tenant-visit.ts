import type { TenantOutput } from '../../scripts/local/outputs';
import { useBrowser } from './browser';
import { portalsOf } from './portals';
import { buildTenant, Product } from './product';

/** The product with a tenant of the file's own, onboarded before its tests, its portals, and a browser to visit them. */
export function useTenantVisit(tier: string) {
  let product: Product;
  let tenant: TenantOutput;
  beforeAll(async () => {
    product = await Product.open();
    tenant = await product.onboard(buildTenant(tier));
  }, 90_000);
  return {
    get product() {
      return product;
    },
    get tenant() {
      return tenant;
    },
    portals: portalsOf(() => product),
    browser: useBrowser(),
  };
}
