import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Tabs from '@cloudscape-design/components/tabs';
import { useSearchParams } from 'react-router';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { OPERATIONS_TABS } from '../../paths';
import { DeadLettersTab } from './dead-letters-tab';
import { ExecutionsTab } from './executions-tab';
import { FindingsTab } from './findings-tab';
import { ReceiptsTab } from './receipts-tab';

const TABS = {
  executions: { label: 'Executions', content: <ExecutionsTab /> },
  'dead-letters': { label: 'Dead letters', content: <DeadLettersTab /> },
  findings: { label: 'Drift and orphans', content: <FindingsTab /> },
  receipts: { label: 'Deletion receipts', content: <ReceiptsTab /> },
};

/** What operators watch and mend beside single tenants. The address holds the tab. */
export function OperationsPage() {
  usePageTitle('Operations');
  const [address, setAddress] = useSearchParams();
  const active = OPERATIONS_TABS.find((id) => id === address.get('tab')) ?? 'executions';
  return (
    <ContentLayout header={<Header variant="h1">Operations</Header>}>
      <Tabs
        ariaLabel="Operations"
        activeTabId={active}
        onChange={({ detail }) => setAddress({ tab: detail.activeTabId })}
        tabs={OPERATIONS_TABS.map((id) => ({ id, ...TABS[id] }))}
      />
    </ContentLayout>
  );
}
