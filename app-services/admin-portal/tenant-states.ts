/** States that the planes of this project give a registration, in the order of a tenant's life. */
export const TENANT_STATES = [
  ...['In progress', 'Created', 'Suspended', 'Deleting', 'Deleted'],
  ...['Failed to provision', 'Failed to deprovision'],
];

const MOVING = ['In progress', 'Deleting'];

/** Whether a workflow is about to change it. */
export const isMoving = (status: string): boolean => MOVING.includes(status);

/** How often a tenant is looked at meanwhile: its new state is on the screen within a second, however long that takes. */
export const WHILE_MOVING = { fastestMs: 750, slowestMs: 750 };
