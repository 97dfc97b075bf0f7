import Box from '@cloudscape-design/components/box';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { money, number } from '../../../portal-shared/format/locale';
import { resourceType } from '../../resource-type';
import type { Preflight } from '../../types';

/** What will be made for the tenant alone, and what it costs a month although nobody uses it. */
export function Plan({ resources, monthlyCost }: Pick<Preflight, 'resources' | 'monthlyCost'>) {
  const { currency, amount, items, basis } = monthlyCost;
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={1}
        items={[
          {
            label: 'Monthly cost',
            value: (
              <>
                <Box fontSize="heading-l" fontWeight="bold">
                  {money(amount, currency)}
                </Box>
                {items.map((item) => (
                  <Box key={item.what} color="text-body-secondary">
                    {item.what}: {money(item.amount, currency)}
                  </Box>
                ))}
                <Box variant="small">{basis}</Box>
              </>
            ),
          },
        ]}
      />
      <ExpandableSection headerText={`${number(resources.length)} resources will be created`}>
        <Table
          variant="embedded"
          columnDefinitions={[
            { id: 'type', header: 'Type', cell: ({ type }) => resourceType(type), isRowHeader: true },
            { id: 'name', header: 'Name', cell: ({ name }) => name },
          ]}
          items={resources}
          wrapLines
          ariaLabels={{ tableLabel: 'Resources that will be created' }}
        />
        <Box variant="small">Question marks stand for the tenant’s id, which it does not have yet.</Box>
      </ExpandableSection>
    </SpaceBetween>
  );
}
