import { ADMIN, SUPPORT } from '../../../builders/admin-api';
import { claimsOf } from '../../../builders/operators';
import { useRegistrations } from '../../../builders/registrations';

const PORT = 15029;

describe('who may call tenant registrations', () => {
  const { call } = useRegistrations(PORT);

  const status = async (claims: Record<string, unknown> | null) => {
    const params = { id: 'nobody' };
    return {
      read: (await call('GET /tenant-registrations/{id}', { params, claims })).status,
      write: (await call('DELETE /tenant-registrations/{id}', { params, claims })).status,
    };
  };

  it.each([
    ['SystemAdmin', ADMIN, { read: 404, write: 404 }],
    ['CustomerSupport', SUPPORT, { read: 404, write: 403 }],
    ['no group', claimsOf('nobody'), { read: 403, write: 403 }],
    ['another group', claimsOf('stranger'), { read: 403, write: 403 }],
    ['several groups', claimsOf('both'), { read: 404, write: 404 }],
    ['no token', null, { read: 401, write: 401 }],
  ])('%s', async (_who, claims, expected) => {
    expect(await status(claims)).toEqual(expected);
  });
});
