import { ConflictError } from '../../shared/errors';

/** The tenant's data is deleted, or is being. */
export class NothingToExportError extends ConflictError {
  override readonly name: string = 'NothingToExportError';
}

export class ExportFailedError extends ConflictError {
  override readonly name: string = 'ExportFailedError';

  constructor(executionName: string) {
    super(
      `the export ${executionName} failed; why: saas execution show <tenant> ${executionName}, or GET /tenant-registrations/{id}/executions/${executionName}; order it again once that is mended`,
    );
  }
}
