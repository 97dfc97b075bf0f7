import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router';
import { dateTime } from '../../../portal-shared/format/locale';
import { TIER_NAMES } from '../../../portal-shared/format/text';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { PageInstead } from '../../../portal-shared/states/page-instead';
import { nameOf } from '../../execution/operation';
import { executionPath, operationsPath } from '../../paths';
import { ReceiptResources } from './receipt-resources';
import { useReceipt } from './use-receipt';

/** Proof of one tenant's deletion. */
export function ReceiptPage() {
  const { tenantRegistrationId = '' } = useParams();
  const { registration, tenant, receipt, error, isError, refetch } = useReceipt(tenantRegistrationId);
  usePageTitle(tenant ? `Deletion of ${tenant.tenantName}` : 'Deletion receipt');
  if (!registration || !tenant || isError) {
    return (
      <PageInstead
        title="Deletion receipt"
        what="the receipt"
        error={error}
        onRetry={refetch}
        others={{ href: operationsPath('receipts'), text: 'Go to the deletion receipts' }}
      />
    );
  }
  const execution = receipt && nameOf(receipt.executionArn);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<PortalLink href={operationsPath('receipts')}>All deletion receipts</PortalLink>}
        >
          Deletion of {tenant.tenantName}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {!receipt && (
          <Alert type="info" header="There is no receipt">
            {registration.sbtaws_active
              ? `The tenant is not deleted: it is “${registration.registrationStatus}”.`
              : 'Another application plane has removed the tenant, and told of no receipt.'}
          </Alert>
        )}
        <Container header={<Header variant="h2">Tenant</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              { label: 'Tier', value: TIER_NAMES[tenant.tier] },
              { label: 'Registered', value: dateTime(registration.createdAt) },
              { label: 'Deleted', value: dateTime(receipt?.completedAt) },
              { label: 'Tenant id', value: registration.tenantId },
              {
                label: 'Offboarding',
                value: execution ? (
                  <PortalLink href={executionPath(tenantRegistrationId, execution)}>{execution}</PortalLink>
                ) : (
                  '–'
                ),
              },
              {
                label: 'Its data was exported to',
                value: receipt?.export
                  ? `s3://${receipt.export.bucket}/${receipt.export.manifestKey}`
                  : 'it was not exported',
              },
            ]}
          />
        </Container>
        {receipt && <ReceiptResources resources={receipt.resources} />}
      </SpaceBetween>
    </ContentLayout>
  );
}
