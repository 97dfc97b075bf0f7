import { isOnItsWay } from '../../../app-services/admin-portal/tenant/use-tenant';
import type { Registration } from '../../../app-services/admin-portal/types';

const DAY_MS = 86_400_000;
const registration = (registrationStatus: string, retainUntil?: number): Registration => ({
  ...{ tenantRegistrationId: 'r-1', tenantId: 't-1', sbtaws_active: true, registrationStatus },
  ...{ createdAt: '2026-11-01T08:00:00.000Z', updatedAt: '2026-11-01T08:00:00.000Z' },
  ...(retainUntil !== undefined && {
    offboarding: { state: 'any', retainUntil: new Date(retainUntil).toISOString() },
  }),
});

it('a tenant that comes or goes is on its way, one that stays is not', () => {
  expect(['In progress', 'Deleting'].map((status) => isOnItsWay(registration(status)))).toEqual([true, true]);
  expect(['Created', 'Deleted'].map((status) => isOnItsWay(registration(status)))).toEqual([false, false]);
});

it('a deletion is not on its way before its data has been retained as long as it should be', () => {
  expect(isOnItsWay(registration('Deleting', Date.now() + DAY_MS))).toBe(false);
  expect(isOnItsWay(registration('Deleting', Date.now() - 1_000))).toBe(true);
});
