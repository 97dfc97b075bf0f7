import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useNavigate } from 'react-router';
import { usePageTitle } from '../shell/page-title';
import { Empty } from './empty';

export function NotFoundPage() {
  usePageTitle('Not found');
  const navigate = useNavigate();
  return (
    <ContentLayout header={<Header variant="h1">Not found</Header>}>
      <Empty
        title="There is no such page"
        action={<Button onClick={() => navigate('/')}>Go to the start</Button>}
      >
        The address may be mistyped, or what it showed is gone.
      </Empty>
    </ContentLayout>
  );
}
