/**
 * Errors of the domain. Their `name` is a contract: the API maps it to a status, a state machine's Retry
 * matches it. Messages are read by operators and clients: they say what to change, and hold no secret.
 */
export abstract class DomainError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Input that does not fit its schema. `field` is the path of the first offender, `body` for the whole. */
export class ValidationError extends DomainError {
  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field}: ${problem}`);
  }
}

export class NotFoundError extends DomainError {}

/** Something that must be unique already exists. */
export class ConflictError extends DomainError {}

export class TenantNameTakenError extends ConflictError {
  constructor(tenantName: string) {
    super(`tenantName: "${tenantName}" belongs to another tenant; choose another name`);
  }
}

export class AdminEmailTakenError extends ConflictError {
  constructor() {
    super(
      'email: this address is already an administrator or user in the shared user pool of the Basic tier; use another address or another tier',
    );
  }
}

export class NoCellHasRoomError extends ConflictError {
  constructor(slots: number) {
    super(
      `no cell has room: all ${slots} places for Advanced and Premium tenants are taken; raise cells.count in cdk/config.ts and deploy, or offboard a tenant`,
    );
  }
}

/** The event or request names a tenant or registration that exists with other facts. */
export class RegistrationMismatchError extends ConflictError {}

/** Another operation of the same tenant runs; passes when that ends. */
export class TenantBusyError extends DomainError {}

/** Something was asked for but is not yet in service; passes with time. */
export class NotReadyError extends DomainError {}

/** The operator is known, but the role does not allow this. */
export class ForbiddenError extends DomainError {}

/** No operator's token, where one is needed. */
export class UnauthenticatedError extends DomainError {}

/** More than can be stored and sent on. */
export class TooLargeError extends DomainError {}

/** An event could not be put on the bus, or may not have been: the caller's work is kept and can be repeated. */
export class PublicationError extends DomainError {}
