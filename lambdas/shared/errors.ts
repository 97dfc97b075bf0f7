/**
 * Errors of the domain. Their `name` is a contract: the API maps it to a status, a state machine's Retry
 * matches it. Messages are read by operators and clients: they say what to change, and hold no secret.
 */
export abstract class DomainError extends Error {
  /** Written out in each class: bundles are minified, and a class's own name does not survive that. */
  abstract override readonly name: string;
}

/** Input that does not fit its schema. `field` is the path of the first offender, `body` for the whole. */
export class ValidationError extends DomainError {
  override readonly name: string = 'ValidationError';

  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(`${field}: ${problem}`);
  }
}

export class NotFoundError extends DomainError {
  override readonly name: string = 'NotFoundError';
}

/** Something that must be unique already exists. */
export class ConflictError extends DomainError {
  override readonly name: string = 'ConflictError';
}

export class TenantNameTakenError extends ConflictError {
  override readonly name: string = 'TenantNameTakenError';

  constructor(tenantName: string) {
    super(`tenantName: "${tenantName}" belongs to another tenant; choose another name`);
  }
}

export class AdminEmailTakenError extends ConflictError {
  override readonly name: string = 'AdminEmailTakenError';

  constructor() {
    super(
      'email: this address is already an administrator or user in the shared user pool of the Basic tier; use another address or another tier',
    );
  }
}

export class NoCellHasRoomError extends ConflictError {
  override readonly name: string = 'NoCellHasRoomError';

  constructor(slots: number) {
    super(
      `no cell has room: all ${slots} places for Advanced and Premium tenants are taken; raise cells.count in cdk/config.ts and deploy, or offboard a tenant`,
    );
  }
}

/** The event or request names a tenant or registration that exists with other facts. */
export class RegistrationMismatchError extends ConflictError {
  override readonly name: string = 'RegistrationMismatchError';
}

/** By this name the listener of failures knows an execution that nobody is to be told of. */
export const OPERATION_SUPERSEDED = 'OperationSupersededError';

/** Another operation of the same tenant runs; passes when that ends. */
export class TenantBusyError extends DomainError {
  override readonly name: string = 'TenantBusyError';
}

/** An execution goes on whose operation another one has replaced: it must change nothing any more. */
export class OperationSupersededError extends DomainError {
  override readonly name: string = OPERATION_SUPERSEDED;

  constructor(tenantId: string, holder?: { operation: string; executionArn: string }) {
    const now = holder ? `its ${holder.operation} ${holder.executionArn} came after` : 'it has ended since';
    super(
      `tenant ${tenantId} is no longer this execution's to change: ${now}; replay the tenant instead of redriving this execution`,
    );
  }
}

/** Something was asked for but is not yet in service; passes with time. */
export class NotReadyError extends DomainError {
  override readonly name: string = 'NotReadyError';
}

/** The operator is known, but the role does not allow this. */
export class ForbiddenError extends DomainError {
  override readonly name: string = 'ForbiddenError';
}

/** No operator's token, where one is needed. */
export class UnauthenticatedError extends DomainError {
  override readonly name: string = 'UnauthenticatedError';
}

/** More than can be stored and sent on. */
export class TooLargeError extends DomainError {
  override readonly name: string = 'TooLargeError';
}

/** An event could not be put on the bus, or may not have been: the caller's work is kept and can be repeated. */
export class PublicationError extends DomainError {
  override readonly name: string = 'PublicationError';
}

/** ECS gave up starting a service's tasks; needs somebody to mend the cause, then a redrive. */
export class ServiceDeploymentFailedError extends DomainError {
  override readonly name: string = 'ServiceDeploymentFailedError';
}

/** A tenant's own service was deleted by somebody; nothing makes a single one again. */
export class ServiceMissingError extends DomainError {
  override readonly name: string = 'ServiceMissingError';

  constructor(service: string, cluster: string, tenantName: string) {
    super(
      `there is no service ${service} in cluster ${cluster}: somebody has deleted it; create it from its task definition, then saas tenant replay ${tenantName}, or offboard and onboard the tenant (saas tenant offboard ${tenantName} --export)`,
    );
  }
}

/** A tenant's credentials reach what is not its own; needs somebody to mend a policy, then a redrive. */
export class IsolationBreachError extends DomainError {
  override readonly name: string = 'IsolationBreachError';

  constructor(breaches: readonly string[]) {
    super(
      `the tenant's credentials are too wide: ${breaches.join('; ')}; find the policy that allows it, then replay the onboarding`,
    );
  }
}

/** Resources of a tenant that should be gone are still there; needs somebody to look, then a redrive. */
export class FootprintRemainsError extends DomainError {
  override readonly name: string = 'FootprintRemainsError';

  constructor(remaining: readonly { type: string; name: string }[]) {
    const listed = remaining.slice(0, 20).map(({ type, name }) => `${type} ${name}`);
    super(
      `${remaining.length} of the tenant's resources are still there: ${listed.join(', ')}; remove what AWS refuses to delete, then replay the offboarding`,
    );
  }
}
