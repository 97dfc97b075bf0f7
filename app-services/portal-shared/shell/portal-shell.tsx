import AppLayoutToolbar from '@cloudscape-design/components/app-layout-toolbar';
import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { Suspense, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { NotificationBar } from '../notices/notifications';
import { Loading } from '../states/loading';
import { useOnline } from '../states/use-online';
import { TopBar } from './top-bar';
import { useFollow } from './use-follow';
import './portal-shell.css';

export interface PortalShellProps {
  product: string;
  /** Where one is, for instance the tenant's name. */
  place?: string;
  navigation: SideNavigationProps.Item[];
}

/** The first part of the path: what the navigation marks, also on the pages below. */
const section = (pathname: string): string => `/${pathname.split('/')[1] ?? ''}`;

/** Top bar, navigation, notices, and the page of the present route. */
export function PortalShell({ product, place, navigation }: PortalShellProps) {
  const { pathname } = useLocation();
  const follow = useFollow();
  const online = useOnline();
  const [open, setOpen] = useState(() => window.matchMedia('(min-width: 1000px)').matches);
  return (
    <>
      <TopBar product={product} place={place} />
      <AppLayoutToolbar
        headerSelector="#top-bar"
        toolsHide
        navigationOpen={open}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        navigationWidth={240}
        navigation={<SideNavigation activeHref={section(pathname)} items={navigation} onFollow={follow} />}
        notifications={<NotificationBar online={online} />}
        ariaLabels={{
          navigation: 'Pages',
          navigationClose: 'Close the navigation',
          navigationToggle: 'Open the navigation',
          notifications: 'Notices',
        }}
        maxContentWidth={Number.MAX_VALUE}
        content={
          <Suspense fallback={<Loading what="the page" />}>
            <Outlet />
          </Suspense>
        }
      />
    </>
  );
}
