import { useOnline } from './use-online';

/** What is told while something is loaded; without a network nothing is, until it is back. */
export function useLoadingText(what: string): string {
  return useOnline() ? `Loading ${what}` : `Waiting for the network to load ${what}`;
}
