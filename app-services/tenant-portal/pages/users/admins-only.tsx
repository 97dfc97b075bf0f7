import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useNavigate } from 'react-router';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { Empty } from '../../../portal-shared/states/empty';

/** What a TenantUser finds at the address of the users. */
export function AdminsOnly() {
  usePageTitle('Users');
  const navigate = useNavigate();
  return (
    <ContentLayout header={<Header variant="h1">Users</Header>}>
      <Empty
        title="Only a TenantAdmin manages users"
        action={<Button onClick={() => navigate('/products')}>Go to the products</Button>}
      >
        You are signed in as a TenantUser. Ask a TenantAdmin of your organisation for a change, or for the
        role: it counts from your next sign-in.
      </Empty>
    </ContentLayout>
  );
}
