import { headersOf, type Template } from '../../../../scripts/local/portals/headers';
import { buildTemplates } from '../../../builders/stacks';

const LOCAL = 'http://127.0.0.1:4566';
const endpoints = {
  adminApiUrl: `${LOCAL}/_aws/execute-api/{apiId}/$default`,
  apiUrl: `${LOCAL}/_aws/execute-api/{apiId}/{stage}`,
  userPoolUrl: LOCAL,
};
const templateOf = (settings: Record<string, unknown>) =>
  buildTemplates(settings).templates['shared-infra-stack'] as unknown as Template;
const local = templateOf({ endpoints });
/** Its gateway's address is known to a deployment alone. */
const partly = templateOf({ endpoints: { ...endpoints, apiUrl: 'https://{apiId}.cells.example' } });

it.each(['admin', 'app'])(
  'reads from the template what CloudFront adds to answers of the %s portal',
  (portal) => {
    expect(headersOf(local, portal)).toEqual({
      'content-security-policy': expect.stringContaining(`connect-src 'self' ${LOCAL}; base-uri 'none'`),
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
  },
);

it('takes the policy of the portal that is asked for, and none of which only a deployment knows a part', () => {
  expect(headersOf(partly, 'admin')).toEqual(headersOf(local, 'admin'));
  expect(() => headersOf(partly, 'app')).toThrow(
    /content-security-policy of the app portal is known to a deployment alone/,
  );
});

it('says what the template lacks', () => {
  expect(() => headersOf({ Resources: {} }, 'admin')).toThrow(/the template has nothing at/);
});
