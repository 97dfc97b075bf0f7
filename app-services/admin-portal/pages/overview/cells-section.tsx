import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Table from '@cloudscape-design/components/table';
import { number } from '../../../portal-shared/format/locale';
import { PortalLink } from '../../../portal-shared/shell/portal-link';
import { Empty } from '../../../portal-shared/states/empty';
import { tenantsPath } from '../../paths';
import type { Overview } from '../../types';

type Cell = Overview['cells'][number];

/** Advanced and Premium tenants take places of a cell; Basic ones are in the pool. */
const SILO = 'ADVANCED,PREMIUM';

function Fill({ cellId, used, slots }: Cell) {
  const percent = slots === 0 ? 100 : Math.round((used / slots) * 100);
  return (
    <ProgressBar
      variant="key-value"
      ariaLabel={`Places taken in ${cellId}`}
      value={percent}
      additionalInfo={`${number(slots - used)} of ${number(slots)} places are free`}
    />
  );
}

/** Cells and how full they are. */
export const CellsSection = ({ cells }: { cells: Cell[] }) => (
  <Table
    header={
      <Header
        variant="h2"
        description="Each Advanced or Premium tenant takes a place; the pool serves the Basic ones."
      >
        Cells
      </Header>
    }
    columnDefinitions={[
      { id: 'cell', header: 'Cell', isRowHeader: true, cell: ({ cellId }) => cellId },
      { id: 'fill', header: 'How full', minWidth: 200, cell: Fill },
      {
        id: 'silo',
        header: 'Tenants in places',
        cell: ({ cellId, used }) => (
          <PortalLink
            href={tenantsPath({ search: cellId, tier: SILO })}
            ariaLabel={`Tenants in places of ${cellId}: ${number(used)}`}
          >
            {number(used)}
          </PortalLink>
        ),
      },
      {
        id: 'pool',
        header: 'Tenants in the pool',
        cell: ({ cellId, pool, pooledTenants }) =>
          pool ? (
            <PortalLink
              href={tenantsPath({ search: cellId, tier: 'BASIC' })}
              ariaLabel={`Tenants in the pool of ${cellId}: ${number(pooledTenants)}`}
            >
              {number(pooledTenants)}
            </PortalLink>
          ) : (
            'no pool'
          ),
      },
    ]}
    items={cells}
    trackBy="cellId"
    ariaLabels={{ tableLabel: 'Cells' }}
    empty={<Empty title="No cells">This application plane places its tenants otherwise.</Empty>}
  />
);
