import { type RefObject, useEffect } from 'react';

/** How far to scroll so that what is not wholly seen is in the middle. */
const toMiddle = (outerStart: number, outerSize: number, start: number, size: number): number =>
  start >= outerStart && start + size <= outerStart + outerSize
    ? 0
    : start - outerStart - (outerSize - size) / 2;

/** Scrolls a frame, and nothing around it, so far that the state of that name is seen in it, at any size. */
export function useKeepInView(frame: RefObject<HTMLElement | null>, state: string | undefined): void {
  useEffect(() => {
    const outside = frame.current;
    const inside = [...(outside?.querySelectorAll<SVGElement>('[data-state]') ?? [])].find(
      ({ dataset }) => dataset.state === state,
    );
    if (!outside || !inside) return;
    // It calls back at once too, and when the page's columns have found their widths.
    const observer = new ResizeObserver(() => {
      const outer = outside.getBoundingClientRect();
      const inner = inside.getBoundingClientRect();
      outside.scrollTop += toMiddle(outer.top, outer.height, inner.top, inner.height);
      outside.scrollLeft += toMiddle(outer.left, outer.width, inner.left, inner.width);
    });
    observer.observe(outside);
    return () => observer.disconnect();
  }, [frame, state]);
}
