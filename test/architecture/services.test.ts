import { SERVICES } from '../../lambdas/shared/contracts/tiers';
import { SERVICES as IMAGES } from '../../scripts/services';

it('every service of the contract has an image, and every image is one of a service', () => {
  expect([...IMAGES].sort()).toEqual([...SERVICES].sort());
});
