import type { SideNavigationProps } from '@cloudscape-design/components/side-navigation';

export const PRODUCT = 'Shop';

/** What the side navigation lists; the pages are in routes.tsx. */
export const navigationOf = (isAdmin: boolean): SideNavigationProps.Item[] => [
  { type: 'link', text: 'Products', href: '/products' },
  { type: 'link', text: 'Orders', href: '/orders' },
  ...(isAdmin ? [{ type: 'link' as const, text: 'Users', href: '/users' }] : []),
  { type: 'link', text: 'Plan', href: '/plan' },
];
