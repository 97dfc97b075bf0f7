import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useParams } from 'react-router';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { useFollow } from '../../../portal-shared/shell/use-follow';
import { Failed } from '../../../portal-shared/states/failed';
import { PageInstead } from '../../../portal-shared/states/page-instead';
import { TenantActions } from '../../tenant/actions/tenant-actions';
import { ExecutionsTable } from '../../tenant/executions-table';
import { FootprintTable } from '../../tenant/footprint-table';
import { TenantAlerts } from '../../tenant/tenant-alerts';
import { TenantFacts } from '../../tenant/tenant-facts';
import { isMetered, UsagePanel } from '../../tenant/usage-panel';
import { useStateChange } from '../../tenant/use-state-change';
import { useFootprint, useRegistration } from '../../tenant/use-tenant';
import { UsersTable } from '../../tenant/users-table';

/** All of one tenant, live, and what can be done with it. */
export function TenantPage() {
  const { tenantRegistrationId: id = '' } = useParams();
  const registration = useRegistration(id);
  const footprint = useFootprint(id);
  const follow = useFollow();
  const name = footprint.data?.data.tenantName ?? 'Tenant';
  usePageTitle(name);
  useStateChange(registration.data?.data.registrationStatus);

  const failed = [registration, footprint].find(({ isError }) => isError);
  if (!registration.data || !footprint.data) {
    return (
      <PageInstead
        title="Tenant"
        what="the tenant"
        error={failed?.error}
        onRetry={() => void failed?.refetch()}
        others={{ href: '/tenants', text: 'Go to the tenants' }}
      />
    );
  }
  return (
    <>
      <BreadcrumbGroup
        items={[
          { text: 'Tenants', href: '/tenants' },
          { text: name, href: '' },
        ]}
        onFollow={follow}
      />
      <ContentLayout
        header={
          <Header variant="h1" actions={<TenantActions registration={registration.data.data} name={name} />}>
            {name}
          </Header>
        }
      >
        <SpaceBetween size="l">
          {/* What is below is out of date then. */}
          {failed && <Failed error={failed.error} onRetry={() => void failed.refetch()} />}
          <TenantAlerts registration={registration.data.data} />
          <TenantFacts registration={registration.data.data} footprint={footprint.data.data} />
          <ExecutionsTable id={id} />
          {isMetered(footprint.data.data) && <UsagePanel id={id} />}
          <UsersTable id={id} />
          <FootprintTable id={id} footprint={footprint.data.data} />
        </SpaceBetween>
      </ContentLayout>
    </>
  );
}
