import Alert from '@cloudscape-design/components/alert';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useSearchParams } from 'react-router';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { useOperator } from '../../operator';
import { AwaitExecution } from './await-execution';
import { OnboardForm } from './onboard-form';

/** Registers a tenant, then goes on to its execution; the address holds which one it waits for. */
export function OnboardPage() {
  usePageTitle('Onboard a tenant');
  const [address] = useSearchParams();
  const { mayAct, role } = useOperator();
  const registrationId = address.get('registration');
  return (
    <ContentLayout header={<Header variant="h1">Onboard a tenant</Header>}>
      {registrationId ? (
        <AwaitExecution registrationId={registrationId} tenantName={address.get('name') ?? 'The tenant'} />
      ) : role && !mayAct ? (
        <Alert type="info" header="You may not onboard tenants">
          A {role} may look at everything and change nothing. Ask a SystemAdmin.
        </Alert>
      ) : (
        <OnboardForm />
      )}
    </ContentLayout>
  );
}
