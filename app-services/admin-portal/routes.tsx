import { type RouteObject, redirect } from 'react-router';
import { PortalShell } from '../portal-shared/shell/portal-shell';
import { LoadingPage } from '../portal-shared/states/loading';
import { NotFoundPage } from '../portal-shared/states/not-found-page';
import { PageFailed } from '../portal-shared/states/page-failed';
import { NAVIGATION, PRODUCT } from './navigation';
import { OperatorNotice } from './operator-notice';

/** Every page, loaded when it is first visited. */
const PAGES: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('./pages/overview/overview-page')).OverviewPage }),
  },
  { path: 'overview', loader: () => redirect('/') },
  {
    path: 'tenants',
    lazy: async () => ({ Component: (await import('./pages/tenants/tenants-page')).TenantsPage }),
  },
  {
    path: 'tenants/:tenantRegistrationId',
    lazy: async () => ({ Component: (await import('./pages/tenant/tenant-page')).TenantPage }),
  },
  {
    path: 'tenants/:tenantRegistrationId/executions/:name',
    lazy: async () => ({ Component: (await import('./pages/execution/execution-page')).ExecutionPage }),
  },
  {
    path: 'onboard',
    lazy: async () => ({ Component: (await import('./pages/onboard/onboard-page')).OnboardPage }),
  },
  {
    path: 'operations',
    lazy: async () => ({ Component: (await import('./pages/operations/operations-page')).OperationsPage }),
  },
  {
    path: 'operations/receipts/:tenantRegistrationId',
    lazy: async () => ({ Component: (await import('./pages/operations/receipt-page')).ReceiptPage }),
  },
  {
    path: 'operators',
    lazy: async () => ({ Component: (await import('./pages/operators/operators-page')).OperatorsPage }),
  },
  { path: '*', Component: NotFoundPage },
];

export const routes: RouteObject[] = [
  {
    element: <PortalShell product={PRODUCT} navigation={NAVIGATION} />,
    ErrorBoundary: PageFailed,
    HydrateFallback: () => <LoadingPage what="the page" />,
    children: [{ Component: OperatorNotice, ErrorBoundary: PageFailed, children: PAGES }],
  },
];
