import { useEffect } from 'react';

/** What stands after every page's title; the portal's own, from its index.html. */
const product = document.title;

/** Names the page in the browser's tab and for screen readers. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title]);
}
