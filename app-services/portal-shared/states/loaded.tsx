import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Failed } from './failed';
import { Loading } from './loading';

/**
 * What a query has loaded, with the states around it: loading, failed, and loaded before but no longer kept up to
 * date, which says so above what there is.
 */
export function Loaded<Data>(props: {
  query: { data: Data | undefined; error: unknown; isError: boolean; refetch(): unknown };
  what: string;
  children: (data: Data) => ReactNode;
}) {
  const { query, what, children } = props;
  const failed = query.isError && <Failed error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return failed || <Loading what={what} />;
  if (!failed) return children(query.data);
  return (
    <SpaceBetween size="l">
      {failed}
      {children(query.data)}
    </SpaceBetween>
  );
}
