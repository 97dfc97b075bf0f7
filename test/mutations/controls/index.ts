import type { Control } from '../control';
import { CONTROL_PLANE } from './control-plane';
import { GATEWAY } from './gateway';
import { KEYS } from './keys';
import { NETWORK } from './network';
import { PERMISSIONS } from './permissions';
import { SERVICES } from './services';

/** Every control that `npm run test:mutations` takes out, by where it stands. */
export const CONTROLS: Record<string, Control[]> = {
  Gateway: GATEWAY,
  Services: SERVICES,
  IAM: PERMISSIONS,
  'Network and data': NETWORK,
  Keys: KEYS,
  'Control plane': CONTROL_PLANE,
};
