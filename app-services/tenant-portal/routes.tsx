import { useMemo } from 'react';
import { type RouteObject, redirect } from 'react-router';
import { PortalShell } from '../portal-shared/shell/portal-shell';
import { LoadingPage } from '../portal-shared/states/loading';
import { NotFoundPage } from '../portal-shared/states/not-found-page';
import { PageFailed } from '../portal-shared/states/page-failed';
import { useTenant } from './api';
import { navigationOf, PRODUCT } from './navigation';
import { useIsAdmin } from './role';
import { StandingGate } from './standing/standing-gate';

const productPage = async () => ({ Component: (await import('./pages/products/product-page')).ProductPage });
const orderPage = async () => ({ Component: (await import('./pages/orders/order-page')).OrderPage });

/** Every page, loaded when it is first visited. */
const PAGES: RouteObject[] = [
  { index: true, loader: () => redirect('/products') },
  {
    path: 'products',
    lazy: async () => ({ Component: (await import('./pages/products/products-page')).ProductsPage }),
  },
  { path: 'products/new', lazy: productPage },
  { path: 'products/:id', lazy: productPage },
  {
    path: 'orders',
    lazy: async () => ({ Component: (await import('./pages/orders/orders-page')).OrdersPage }),
  },
  { path: 'orders/new', lazy: orderPage },
  { path: 'orders/:id', lazy: orderPage },
  {
    path: 'users',
    lazy: async () => ({ Component: (await import('./pages/users/users-page')).UsersPage }),
  },
  {
    path: 'users/new',
    lazy: async () => ({ Component: (await import('./pages/users/invite-page')).InvitePage }),
  },
  {
    path: 'plan',
    lazy: async () => ({ Component: (await import('./pages/plan/plan-page')).PlanPage }),
  },
  { path: '*', Component: NotFoundPage },
];

function Shell() {
  const isAdmin = useIsAdmin();
  const navigation = useMemo(() => navigationOf(isAdmin), [isAdmin]);
  return <PortalShell product={PRODUCT} place={useTenant().name} navigation={navigation} />;
}

export const routes: RouteObject[] = [
  {
    Component: Shell,
    ErrorBoundary: PageFailed,
    HydrateFallback: () => <LoadingPage what="the page" />,
    children: [{ Component: StandingGate, children: [{ ErrorBoundary: PageFailed, children: PAGES }] }],
  },
];
