import { useEffect } from 'react';

/** What stands after every page's title; the portal's own, from its index.html. Another page may have put its own before. */
const product = document.title.split(' · ').at(-1);

/** Names the page in the browser's tab and for screen readers. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title]);
}
