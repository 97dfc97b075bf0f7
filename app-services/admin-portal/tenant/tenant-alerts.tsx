import Alert from '@cloudscape-design/components/alert';
import { dateTime } from '../../portal-shared/format/locale';
import { PortalLink } from '../../portal-shared/shell/portal-link';
import { nameOf } from '../execution/operation';
import { executionPath } from '../paths';
import type { Registration } from '../types';
import { isKept } from './actions/actions';
import { failureOf } from './failure';

/** What an operator should know before all else: a failure, a deletion that waits, the receipt of one that is done. */
export function TenantAlerts({ registration }: { registration: Registration }) {
  const failure = failureOf(registration);
  const { tenantRegistrationId: id, offboarding, receipt } = registration;
  return (
    <>
      {failure && (
        <Alert type="error" header={failure.state ? `Failed at “${failure.state}”` : 'Failed'}>
          <div>{[failure.error, failure.cause].filter(Boolean).join(': ')}</div>
          {failure.executionArn && (
            <PortalLink href={executionPath(id, nameOf(failure.executionArn), failure.state)}>
              Look at the execution
            </PortalLink>
          )}
        </Alert>
      )}
      {isKept(registration) && (
        <Alert type="warning" header="The tenant leaves">
          Its requests are refused. Its data is kept until {dateTime(offboarding?.retainUntil)}; until then
          the offboarding can be cancelled.
        </Alert>
      )}
      {receipt && (
        <Alert type="info" header="The tenant is deleted">
          Its footprint was gone {dateTime(receipt.completedAt)}; below is its deletion receipt.{' '}
          {receipt.export && (
            <>
              Its data was exported to {receipt.export.bucket}, {receipt.export.manifestKey}.{' '}
            </>
          )}
          <PortalLink href={executionPath(id, nameOf(receipt.executionArn))}>
            Look at the execution
          </PortalLink>
        </Alert>
      )}
    </>
  );
}
