import Checkbox from '@cloudscape-design/components/checkbox';
import Grid from '@cloudscape-design/components/grid';
import Multiselect, { type MultiselectProps } from '@cloudscape-design/components/multiselect';
import { number } from '../../../portal-shared/format/locale';
import { TIER_NAMES, TIERS } from '../../../portal-shared/format/text';
import { SearchField } from '../../../portal-shared/tables/search-field';
import { TENANT_STATES } from '../../tenant-states';
import type { Tier } from '../../types';
import type { TenantsAddress } from './tenants-address';

const option = (value: string) => ({ value, label: value });
const TIER_OPTIONS = TIERS.map((value) => ({ value, label: TIER_NAMES[value] }));

/** What is chosen stands below, and can be taken away there. */
const TOKENS: Partial<MultiselectProps> = {
  tokenLimit: 1,
  deselectAriaLabel: ({ label }) => `Remove ${label}`,
};

/** What narrows the table. Another plane's states are offered while the address names them. */
export function TenantsFilter(props: {
  address: TenantsAddress;
  total: number | undefined;
  onChange: (changes: Partial<TenantsAddress>, how?: { replace?: boolean }) => void;
}) {
  const { address, total, onChange } = props;
  const { search, tiers, states, failed } = address;
  const filtered = search !== '' || tiers.length > 0 || states.length > 0 || failed;
  const found = total === undefined ? undefined : `${number(total)} ${total === 1 ? 'match' : 'matches'}`;
  const stateOptions = [...new Set([...TENANT_STATES, ...states])].map(option);
  return (
    <Grid
      gridDefinition={[
        { colspan: { default: 12, s: 6 } },
        { colspan: { default: 6, s: 3 } },
        { colspan: { default: 6, s: 3 } },
        { colspan: 12 },
      ]}
    >
      <SearchField
        label="Find by name, e-mail, id or cell"
        value={search}
        countText={filtered ? found : undefined}
        // Every pause in typing would be a step back otherwise.
        onChange={(text) => onChange({ search: text }, { replace: true })}
      />
      <Multiselect
        ariaLabel="Tiers"
        placeholder={tiers.length > 0 ? 'Choose tiers' : 'Any tier'}
        options={TIER_OPTIONS}
        selectedOptions={TIER_OPTIONS.filter(({ value }) => tiers.includes(value))}
        onChange={({ detail }) =>
          onChange({ tiers: detail.selectedOptions.map(({ value }) => value as Tier) })
        }
        {...TOKENS}
      />
      <Multiselect
        ariaLabel="States"
        placeholder={states.length > 0 ? 'Choose states' : 'Any state but deleted'}
        options={stateOptions}
        selectedOptions={states.map(option)}
        onChange={({ detail }) =>
          onChange({ states: detail.selectedOptions.flatMap(({ value }) => value ?? []) })
        }
        {...TOKENS}
      />
      <Checkbox checked={failed} onChange={({ detail }) => onChange({ failed: detail.checked })}>
        Only those whose last operation failed
      </Checkbox>
    </Grid>
  );
}
