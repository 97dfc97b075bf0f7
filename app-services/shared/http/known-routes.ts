import type { RouteOptions } from 'fastify';

/**
 * Which methods a path answers, so that a wrong method is told apart from a wrong path (405 with Allow, not 404).
 * Asked only once nothing matched, so it costs a good request nothing.
 */
export class KnownRoutes {
  readonly #methods = new Map<string, Set<string>>();

  add(route: Pick<RouteOptions, 'method' | 'url'>): void {
    const methods = this.#methods.get(route.url) ?? new Set();
    for (const method of [route.method].flat()) methods.add(method);
    this.#methods.set(route.url, methods);
  }

  /** Methods of every route whose pattern fits the path, in the order of their registration; none: unknown path. */
  methodsOf(path: string): string[] {
    const parts = segments(path);
    const fitting = [...this.#methods].filter(([url]) => {
      const pattern = segments(url);
      return (
        pattern.length === parts.length &&
        pattern.every((part, i) => part === parts[i] || (part.startsWith(':') && parts[i] !== ''))
      );
    });
    // `/orders/health` also fits `/orders/:id`; the exact route is the one that counts.
    const exact = fitting.filter(([url]) => !url.includes(':'));
    return [...new Set((exact.length > 0 ? exact : fitting).flatMap(([, methods]) => [...methods]))];
  }
}

function segments(path: string): string[] {
  return (path.split('?')[0] ?? '').replace(/\/$/, '').split('/');
}
