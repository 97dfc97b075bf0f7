import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useSearchParams } from 'react-router';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Loading } from '../../../portal-shared/states/loading';
import { useOperator } from '../../operator';
import { AwaitExecution } from './await-execution';
import { OnboardForm } from './onboard-form';

/** Registers a tenant, then goes on to its execution; the address holds which one it waits for. */
export function OnboardPage() {
  usePageTitle('Onboard a tenant');
  const [address] = useSearchParams();
  const registrationId = address.get('registration');
  return (
    <ContentLayout header={<Header variant="h1">Onboard a tenant</Header>}>
      {registrationId ? (
        <AwaitExecution registrationId={registrationId} tenantName={address.get('name') ?? 'The tenant'} />
      ) : (
        <FormIfAllowed />
      )}
    </ContentLayout>
  );
}

/** As long as nobody knows whether the operator may onboard, they are offered nothing. */
function FormIfAllowed() {
  const { mayAct, role, unknown, askAgain } = useOperator();
  if (mayAct) return <OnboardForm />;
  if (unknown) {
    return (
      <Alert
        type="warning"
        header="Whether you may onboard tenants is not known"
        action={<Button onClick={() => void askAgain()}>Try again</Button>}
      >
        It could not be loaded; the form is shown once it is.
      </Alert>
    );
  }
  if (role === undefined) return <Loading what="what you may do" />;
  return (
    <Alert type="info" header="You may not onboard tenants">
      A {role} may look at everything and change nothing. Ask a SystemAdmin.
    </Alert>
  );
}
