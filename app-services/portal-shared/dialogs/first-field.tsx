import { type ReactNode, useEffect, useRef } from 'react';

/**
 * Puts the focus where one types first, if there is such a place. `autoFocus` cannot: Cloudscape's dialog takes the focus
 * to the button that closes it, and gives it back at the end only to what had it when that happens.
 */
export function FirstField({ children }: { children: ReactNode }) {
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => content.current?.querySelector('input')?.focus());
    return () => clearTimeout(timer);
  }, []);
  return <div ref={content}>{children}</div>;
}
