import { useCollection } from '@cloudscape-design/collection-hooks';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { number } from '../../../portal-shared/format/locale';
import { Empty } from '../../../portal-shared/states/empty';
import type { Finding } from '../../types';
import { FINDING_COLUMNS, KINDS } from './finding-columns';

const PAGE_SIZE = 25;
const KIND_IDS = Object.keys(KINDS) as Finding['kind'][];

/** Findings, of one kind where the address says so. All are here: they are sorted and paged in the browser. */
export function FindingsTable(props: {
  findings: Finding[];
  more?: boolean;
  compared: boolean;
  description: ReactNode;
  actions: ReactNode;
}) {
  const { findings, more, compared, description, actions } = props;
  const [address, setAddress] = useSearchParams();
  const kind = KIND_IDS.find((id) => id === address.get('kind'));
  const shown = kind ? findings.filter((finding) => finding.kind === kind) : findings;
  const { items, collectionProps, paginationProps } = useCollection(shown, {
    sorting: {},
    pagination: { pageSize: PAGE_SIZE },
  });
  const count = (id: string) => findings.filter((finding) => finding.kind === id).length;
  const choose = (id: string) => {
    const next = new URLSearchParams(address);
    if (id === 'all') next.delete('kind');
    else next.set('kind', id);
    setAddress(next);
  };
  return (
    <Table
      {...collectionProps}
      header={
        <Header
          variant="h2"
          counter={`(${number(findings.length)}${more ? '+' : ''})`}
          description={description}
          actions={actions}
        >
          Findings
        </Header>
      }
      filter={
        <SegmentedControl
          label="Kind of finding"
          selectedId={kind ?? 'all'}
          onChange={({ detail }) => choose(detail.selectedId)}
          options={[
            { id: 'all', text: `All (${number(findings.length)})` },
            ...KIND_IDS.map((id) => ({ id, text: `${KINDS[id].name} (${number(count(id))})` })),
          ]}
        />
      }
      pagination={<Pagination {...paginationProps} />}
      columnDefinitions={FINDING_COLUMNS}
      items={items}
      wrapLines
      ariaLabels={{ tableLabel: 'Findings' }}
      empty={
        compared ? (
          <Empty title={kind ? `No ${KINDS[kind].name.toLowerCase()} was found` : 'Nothing was found'}>
            {kind ? `It would mean: ${KINDS[kind].meaning}.` : 'Registry, ledger and AWS agree.'}
          </Empty>
        ) : (
          <Empty title="Nothing has been compared yet">Registry, ledger and AWS are compared daily.</Empty>
        )
      }
    />
  );
}
