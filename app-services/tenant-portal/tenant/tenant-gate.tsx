import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { LoadingPage } from '../../portal-shared/states/loading';
import { ChooseTenantPage } from './choose-tenant-page';
import { findTenant, rememberedTenant, rememberTenant, type Tenant } from './tenant';

type State =
  | { status: 'finding'; name: string }
  | { status: 'asking'; before?: { name: string; problem?: unknown } }
  | { status: 'found'; tenant: Tenant };

/** Asks for the tenant's name until there is such a tenant; a reload of the tab asks no more. */
export function TenantGate(props: {
  adminApiUrl: string;
  children: (tenant: Tenant, leave: () => void) => ReactNode;
}) {
  const { adminApiUrl, children } = props;
  const [state, setState] = useState<State>(() => {
    const name = rememberedTenant();
    return name ? { status: 'finding', name } : { status: 'asking' };
  });

  const choose = useCallback((tenant: Tenant) => {
    rememberTenant(tenant.name);
    setState({ status: 'found', tenant });
  }, []);
  const leave = useCallback(() => {
    rememberTenant(undefined);
    setState({ status: 'asking' });
  }, []);

  const sought = state.status === 'finding' ? state.name : undefined;
  useEffect(() => {
    if (!sought) return;
    let current = true;
    findTenant(adminApiUrl, sought).then(
      (tenant) => {
        if (!current) return;
        if (tenant) return choose(tenant);
        rememberTenant(undefined);
        setState({ status: 'asking', before: { name: sought } });
      },
      (problem: unknown) => current && setState({ status: 'asking', before: { name: sought, problem } }),
    );
    return () => {
      current = false;
    };
  }, [adminApiUrl, sought, choose]);

  switch (state.status) {
    case 'finding':
      return <LoadingPage what={state.name} />;
    case 'asking':
      return <ChooseTenantPage adminApiUrl={adminApiUrl} before={state.before} onChosen={choose} />;
    case 'found':
      return children(state.tenant, leave);
  }
}
