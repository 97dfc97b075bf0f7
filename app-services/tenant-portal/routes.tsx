import { type RouteObject, redirect } from 'react-router';
import { PortalShell } from '../portal-shared/shell/portal-shell';
import { LoadingPage } from '../portal-shared/states/loading';
import { NotFoundPage } from '../portal-shared/states/not-found-page';
import { PageFailed } from '../portal-shared/states/page-failed';
import { useTenant } from './api';
import { NAVIGATION, PRODUCT } from './navigation';

/** Every page, loaded when it is first visited. */
const PAGES: RouteObject[] = [
  { index: true, loader: () => redirect('/products') },
  {
    path: 'products',
    lazy: async () => ({ Component: (await import('./pages/products/products-page')).ProductsPage }),
  },
  { path: '*', Component: NotFoundPage },
];

const Shell = () => <PortalShell product={PRODUCT} place={useTenant().name} navigation={NAVIGATION} />;

export const routes: RouteObject[] = [
  {
    Component: Shell,
    ErrorBoundary: PageFailed,
    HydrateFallback: () => <LoadingPage what="the page" />,
    children: [{ ErrorBoundary: PageFailed, children: PAGES }],
  },
];
