/** Keys of the registry's one table. Every item type has its key built here and nowhere else. */
export const keys = {
  registration: (id: string) => ({ pk: `REGISTRATION#${id}`, sk: 'REGISTRATION' }),
  tenant: (id: string) => ({ pk: `TENANT#${id}`, sk: 'TENANT' }),
  lock: (tenantId: string) => ({ pk: `TENANT#${tenantId}`, sk: 'LOCK' }),
  resource: (tenantId: string, type: string, name: string) => ({
    pk: `TENANT#${tenantId}`,
    sk: `RESOURCE#${type}#${name}`,
  }),
  execution: (tenantId: string, startedAt: string, name: string) => ({
    pk: `TENANT#${tenantId}`,
    sk: `EXECUTION#${startedAt}#${name}`,
  }),
  /** Reservations: one owner a name, one a mailbox in the shared pool, one a slot of a cell. */
  name: (tenantName: string) => ({ pk: `NAME#${tenantName}`, sk: 'NAME' }),
  email: (normalizedEmail: string) => ({ pk: `EMAIL#${normalizedEmail}`, sk: 'EMAIL' }),
  slot: (cellId: string, slot: number) => ({
    pk: `CELL#${cellId}`,
    sk: `SLOT#${String(slot).padStart(3, '0')}`,
  }),
  /** Whose turn it is to change who administers. */
  operators: (userPoolId: string) => ({ pk: `OPERATORS#${userPoolId}`, sk: 'LEASE' }),
  /** In a partition of its own, so that the authorizer's role can be limited to it by leading key. */
  access: (tenantId: string) => ({ pk: `ACCESS#${tenantId}`, sk: 'ACCESS' }),
  /** Requests refused of a tenant on a day (UTC): a partition a day, so that one query finds who was refused. */
  throttled: (date: string, tenantId: string) => ({ pk: `THROTTLED#${date}`, sk: tenantId }),
  /** The latest comparison of registry, ledger and AWS, and its findings in parts. */
  reconciliation: () => ({ pk: 'RECONCILIATION#latest', sk: 'RUN' }),
  findings: (part: number) => ({ pk: 'RECONCILIATION#latest', sk: `PART#${String(part).padStart(3, '0')}` }),
};

/** The sparse index by which registrations and tenants are listed, oldest first. */
export const LIST_INDEX = 'list';
export const listKeys = (list: 'REGISTRATION' | 'TENANT', createdAt: string, id: string) => ({
  listPk: list,
  listSk: `${createdAt}#${id}`,
});

/**
 * The same lists, with a few small attributes of each row: what searching, sorting and counting need. A tenant's own
 * data can be a hundred times as large, and a query pays for all that its index holds.
 */
export const DIRECTORY_INDEX = 'directory';
export const DIRECTORY_ATTRIBUTES = [
  'tenantId',
  'tenantRegistrationId',
  'tenantName',
  'email',
  'tier',
  'placement',
  'createdAt',
  'registrationStatus',
  'sbtaws_active',
  'updatedAt',
  'failure',
];

/** Attribute by which items of the past go by themselves, in seconds since 1970. */
export const EXPIRES_AT = 'expiresAt';
