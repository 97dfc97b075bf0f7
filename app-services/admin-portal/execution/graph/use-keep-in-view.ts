import { type RefObject, useEffect } from 'react';

/** Scrolls a frame, and nothing around it, so far that the state of that name is seen in it. */
export function useKeepInView(frame: RefObject<HTMLElement | null>, state: string | undefined): void {
  useEffect(() => {
    const element = [...(frame.current?.querySelectorAll<SVGElement>('[data-state]') ?? [])].find(
      ({ dataset }) => dataset.state === state,
    );
    if (!frame.current || !element) return;
    const outer = frame.current.getBoundingClientRect();
    const inner = element.getBoundingClientRect();
    if (inner.top >= outer.top && inner.bottom <= outer.bottom) return;
    frame.current.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2;
  }, [frame, state]);
}
