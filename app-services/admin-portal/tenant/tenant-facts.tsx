import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { dateTime, number } from '../../portal-shared/format/locale';
import { TIER_NAMES } from '../../portal-shared/format/text';
import { usePolling } from '../../portal-shared/queries/use-polling';
import { useAdminApi } from '../api';
import { statusType } from '../pages/tenants/status-type';
import type { Footprint, Registration } from '../types';

const copyable = (text: string | undefined, what: string) =>
  text === undefined ? (
    '–'
  ) : (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy the ${what}`}
      copySuccessText="Copied"
      copyErrorText="The browser did not allow it"
    />
  );

/** State, tier, place and address of a tenant. */
export function TenantFacts({
  registration,
  footprint,
}: {
  registration: Registration;
  footprint: Footprint;
}) {
  const { query } = useAdminApi();
  const { registrationStatus, tenantId, createdAt } = registration;
  const { data } = query.useQuery(
    'get',
    '/tenants/{id}',
    { params: { path: { id: tenantId } } },
    { refetchInterval: usePolling({ fastestMs: 5_000, slowestMs: 60_000 }) },
  );
  const { tier, cellId, slot, apiGatewayUrl } = footprint;
  const place = [cellId, ...(slot === undefined ? [] : [`slot ${number(slot)}`])].filter(Boolean).join(', ');
  return (
    <Container header={<Header variant="h2">Tenant</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          {
            label: 'State',
            value: (
              <StatusIndicator type={statusType(registrationStatus)}>{registrationStatus}</StatusIndicator>
            ),
          },
          { label: 'Tier', value: TIER_NAMES[tier] },
          { label: 'Registered', value: dateTime(createdAt) },
          { label: 'Cell', value: place || '–' },
          { label: 'Administrator', value: data?.data.email ?? '–' },
          { label: 'URL', value: copyable(apiGatewayUrl, 'URL') },
          { label: 'Tenant id', value: copyable(tenantId, 'tenant id') },
          { label: 'Registration id', value: copyable(registration.tenantRegistrationId, 'registration id') },
        ]}
      />
    </Container>
  );
}
