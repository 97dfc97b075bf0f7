import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

/** Asks anew for what a change has made out of date: every query of these paths, whatever its parameters. */
export function useRefresh(): (...paths: string[]) => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    async (...paths) => {
      await Promise.all(paths.map((path) => client.invalidateQueries({ queryKey: ['get', path] })));
    },
    [client],
  );
}
