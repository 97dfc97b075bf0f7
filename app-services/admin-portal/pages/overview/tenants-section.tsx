import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { number } from '../../../portal-shared/format/locale';
import { TIER_NAMES } from '../../../portal-shared/format/text';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { tenantsPath } from '../../paths';
import { TENANT_STATES } from '../../tenant-states';
import type { Overview } from '../../types';
import { TenantState } from '../tenants/tenant-state';
import { Figure } from './figure';

/** Another plane's states come last. */
const place = (status: string): number =>
  TENANT_STATES.includes(status) ? TENANT_STATES.indexOf(status) : TENANT_STATES.length;

/** Tenants by tier and by state. */
export function TenantsSection({ total, byTier, byStatus }: Overview['tenants']) {
  const states = [...byStatus].sort((a, b) => place(a.registrationStatus) - place(b.registrationStatus));
  return (
    <Container header={<Header variant="h2">Tenants</Header>}>
      <SpaceBetween size="l">
        <ColumnLayout columns={4} variant="text-grid" minColumnWidth={120}>
          <Figure label="All but deleted" value={total} href="/tenants" />
          {byTier.map(({ tier, count }) => (
            <Figure key={tier} label={TIER_NAMES[tier]} value={count} href={tenantsPath({ tier })} />
          ))}
        </ColumnLayout>
        {states.length > 0 && (
          <KeyValuePairs
            columns={4}
            minColumnWidth={170}
            items={states.map(({ registrationStatus: state, count }) => ({
              label: <TenantState status={state} />,
              value: (
                <PortalLink href={tenantsPath({ state })} ariaLabel={`${state}: ${number(count)}`}>
                  {number(count)}
                </PortalLink>
              ),
            }))}
          />
        )}
      </SpaceBetween>
    </Container>
  );
}
