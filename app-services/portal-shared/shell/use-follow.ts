import { useCallback } from 'react';
import { useNavigate } from 'react-router';

interface Follow {
  detail: { href?: string; external?: boolean };
  preventDefault(): void;
}

/** `onFollow` of Cloudscape's components: addresses of this portal change the page without a reload. */
export function useFollow(): (event: Follow) => void {
  const navigate = useNavigate();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (external || !href?.startsWith('/')) return;
      event.preventDefault();
      void navigate(href);
    },
    [navigate],
  );
}
