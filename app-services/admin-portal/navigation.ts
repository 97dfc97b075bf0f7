import type { SideNavigationProps } from '@cloudscape-design/components/side-navigation';

export const PRODUCT = 'Control plane';

/** What the side navigation lists; the pages are in routes.tsx. */
export const NAVIGATION: SideNavigationProps.Item[] = [
  { type: 'link', text: 'Overview', href: '/' },
  { type: 'link', text: 'Tenants', href: '/tenants' },
  { type: 'link', text: 'Operations', href: '/operations' },
  { type: 'link', text: 'Operators', href: '/operators' },
];
