import { OPERATOR_ROLES } from '../../shared/contracts/admin-api';
import type { Me } from '../../shared/contracts/tenant-pages';
import type { Operator } from '../../shared/http/operator';

/** Who asks, by what the pool says: the groups in a token are those of its sign-in. */
export function getMe({ userName, roles }: Operator): Me {
  const write = roles.includes('SystemAdmin');
  return {
    userName,
    userRole: write ? 'SystemAdmin' : OPERATOR_ROLES[1],
    roles,
    may: { read: true, write },
  };
}
