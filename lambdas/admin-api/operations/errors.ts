import { nameOfExecution } from '../../shared/contracts/identifiers';
import { ConflictError } from '../../shared/errors';

/** A workflow of the tenant runs: two at once would work against each other. */
export class OperationRunsError extends ConflictError {
  override readonly name: string = 'OperationRunsError';

  constructor(operation: string, executionArn: string) {
    super(
      `the tenant's ${operation} ${nameOfExecution(executionArn)} runs; wait for its end: saas execution list <tenant>, or GET /tenant-registrations/{id}/executions`,
    );
  }
}

export class NothingToReplayError extends ConflictError {
  override readonly name: string = 'NothingToReplayError';
}

export class NotCancellableError extends ConflictError {
  override readonly name: string = 'NotCancellableError';
}

/** The tenant is not in the state from which the order leads. */
export class WrongStateError extends ConflictError {
  override readonly name: string = 'WrongStateError';
}
