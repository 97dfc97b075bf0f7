import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useSession, useUser } from '../session/session';
import { type Preferences, setPreferences, usePreferences } from './preferences';
import { useFollow } from './use-follow';

const CHOICES: {
  id: string;
  text: string;
  items: { id: string; text: string; change: Partial<Preferences> }[];
}[] = [
  {
    id: 'theme',
    text: 'Colours',
    items: [
      { id: 'theme-system', text: 'As the system', change: { theme: 'system' } },
      { id: 'theme-light', text: 'Light', change: { theme: 'light' } },
      { id: 'theme-dark', text: 'Dark', change: { theme: 'dark' } },
    ],
  },
  {
    id: 'density',
    text: 'Density',
    items: [
      { id: 'density-comfortable', text: 'Comfortable', change: { density: 'comfortable' } },
      { id: 'density-compact', text: 'Compact', change: { density: 'compact' } },
    ],
  },
];

const settings = ({ theme, density }: Preferences): TopNavigationProps.MenuDropdownUtility => ({
  type: 'menu-dropdown',
  iconName: 'settings',
  ariaLabel: 'Settings',
  title: 'Settings',
  items: CHOICES.map((group) => ({
    id: group.id,
    text: group.text,
    items: group.items.map(({ id, text }) => ({
      itemType: 'checkbox' as const,
      id,
      text,
      checked: id === `theme-${theme}` || id === `density-${density}`,
    })),
  })),
  onItemClick: ({ detail }) => {
    const choice = CHOICES.flatMap(({ items }) => items).find(({ id }) => id === detail.id);
    if (choice) setPreferences(choice.change);
  },
});

/** Product, settings and user. `place` says where one is, for instance the tenant's name. */
export function TopBar({ product, place }: { product: string; place?: string }) {
  const session = useSession();
  const user = useUser();
  const preferences = usePreferences();
  const follow = useFollow();
  const account: TopNavigationProps.MenuDropdownUtility = {
    type: 'menu-dropdown',
    iconName: 'user-profile',
    text: user.email ?? user.name,
    description: [place, ...user.groups].filter(Boolean).join(' · ') || undefined,
    items: [{ id: 'sign-out', text: 'Sign out' }],
    onItemClick: ({ detail }) => {
      if (detail.id === 'sign-out') void session.signOut();
    },
  };
  return (
    <div id="top-bar" className="top-bar">
      <TopNavigation
        identity={{
          href: '/',
          title: place ? `${product} · ${place}` : product,
          logo: { src: '/favicon.svg', alt: 'Logo' },
          onFollow: (event) =>
            follow({ detail: { href: '/' }, preventDefault: () => event.preventDefault() }),
        }}
        utilities={[settings(preferences), account]}
      />
    </div>
  );
}
