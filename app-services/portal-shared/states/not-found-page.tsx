import Button from '@cloudscape-design/components/button';
import { useNavigate } from 'react-router';
import { usePageTitle } from '../shell/page-title';
import { Empty } from './empty';

export function NotFoundPage() {
  usePageTitle('Not found');
  const navigate = useNavigate();
  return (
    <Empty
      title="There is no such page"
      action={<Button onClick={() => navigate('/')}>Go to the start</Button>}
    >
      The address may be mistyped, or what it showed is gone.
    </Empty>
  );
}
