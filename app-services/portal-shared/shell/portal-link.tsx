import Link, { type LinkProps } from '@cloudscape-design/components/link';
import { useFollow } from './use-follow';

/** Cloudscape's link to a page of this portal: no reload, but still a link that opens in a new tab. */
export function PortalLink(
  props: Pick<LinkProps, 'children' | 'variant' | 'fontSize' | 'ariaLabel'> & { href: string },
) {
  const follow = useFollow();
  return <Link {...props} onFollow={follow} />;
}
