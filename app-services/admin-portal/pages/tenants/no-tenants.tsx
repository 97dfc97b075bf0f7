import Button from '@cloudscape-design/components/button';
import { Empty } from '../../../portal-shared/states/empty';
import type { TenantsAddress } from './tenants-address';

/** Nothing fits the filter, or there is nothing at all. */
export function NoTenants(props: {
  address: TenantsAddress;
  mayAct: boolean;
  onClear: () => void;
  onOnboard: () => void;
}) {
  const { address, mayAct, onClear, onOnboard } = props;
  const { search, tiers, states, failed } = address;
  if (search || tiers.length > 0 || states.length > 0 || failed) {
    return (
      <Empty title="No tenant found" action={<Button onClick={onClear}>Clear the filter</Button>}>
        {search
          ? `No name, e-mail, id or cell fits “${search}” and the filter.`
          : 'No tenant fits the filter.'}
      </Empty>
    );
  }
  return (
    <Empty title="No tenants yet" action={mayAct && <Button onClick={onOnboard}>Onboard a tenant</Button>}>
      Tenants appear here as soon as they are registered.
    </Empty>
  );
}
