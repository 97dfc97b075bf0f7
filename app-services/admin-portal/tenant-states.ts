/** States that the planes of this project give a registration, in the order of a tenant's life. */
export const TENANT_STATES = [
  ...['In progress', 'Created', 'Suspended', 'Deleting', 'Deleted'],
  ...['Failed to provision', 'Failed to deprovision'],
];
