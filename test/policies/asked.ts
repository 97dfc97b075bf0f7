import { ACCOUNT } from '../builders/stacks';
import type { Principal } from './principals';
import type { Context, PolicyRequest } from './requests';

/** One cell of the matrix: who asks for what. */
export interface Asked {
  id: string;
  principal: Principal;
  request: PolicyRequest;
}

/** The session that asks, as STS names it. */
export const sessionArn = ({ role }: Principal): string =>
  `arn:aws:sts::${ACCOUNT}:assumed-role/${role.arn.split('/').at(-1)}/isolation`;

/** Everything that conditions can ask for. */
export const contextOf = ({ tags, role }: Principal, { context }: PolicyRequest): Context => ({
  ...context,
  ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  'aws:PrincipalArn': role.arn,
  'aws:PrincipalAccount': ACCOUNT,
  'aws:SecureTransport': 'true',
});
