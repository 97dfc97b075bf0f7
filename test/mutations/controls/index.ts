import type { Control } from '../control';
import { CONTROL_PLANE } from './control-plane';
import { ENCRYPTION } from './encryption';
import { GATEWAY } from './gateway';
import { KEYS } from './keys';
import { NETWORK } from './network';
import { PERMISSIONS } from './permissions';
import { SERVICES } from './services';
import { SIGN_IN_CONTROLS } from './sign-in';

/** Every control that `npm run test:mutations` takes out, by where it stands. */
export const CONTROLS: Record<string, Control[]> = {
  Gateway: GATEWAY,
  'Sign-in': SIGN_IN_CONTROLS,
  Services: SERVICES,
  IAM: PERMISSIONS,
  Network: NETWORK,
  Encryption: ENCRYPTION,
  Keys: KEYS,
  'Control plane': CONTROL_PLANE,
};
