/** @jest-environment node */
import { ApiError } from '../../../app-services/portal-shared/api/errors';
import { fieldRefusal } from '../../../app-services/portal-shared/api/field-refusal';

const FIELDS = ['price', 'orderProducts', 'userEmail', 'tenantName', 'email'] as const;

it.each([
  ['price must be number', 400, 'price'],
  ['orderProducts must be array', 400, 'orderProducts'],
  ['orderProducts[0].quantity must be >= 1', 400, 'orderProducts'],
  ['orderProducts[0].price must be number', 400, 'orderProducts'],
  ['userEmail has an account already', 409, 'userEmail'],
  ['tenantData.email: must be an e-mail address', 400, 'email'],
  ['tenantName: "acme" belongs to another tenant', 409, 'tenantName'],
  ['no cell has room: all 8 places are taken', 409, undefined],
  ['body is not valid JSON', 400, undefined],
  ['price cannot be looked up at the moment', 503, undefined],
])('of "%s" (%i) the field is %s', (message, status, field) => {
  expect(fieldRefusal(new ApiError(status, message), FIELDS)?.field).toBe(field);
});

it('tells why as a sentence begins, without the field', () => {
  const refusal = fieldRefusal(new ApiError(400, 'tenantData.email: must be an e-mail address'), FIELDS);

  expect(refusal?.message).toBe('Must be an e-mail address');
});
