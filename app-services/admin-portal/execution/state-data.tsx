import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef } from 'react';
import { Failed } from '../../portal-shared/states/failed';
import { Loading } from '../../portal-shared/states/loading';
import { useAdminApi } from '../api';
import type { TimelineEntry } from '../types';
import { JsonBlock } from './json-block';

/** Input and output of one entry of the timeline. It is asked again when the state is left. */
export function StateData({ id, name, entry }: { id: string; name: string; entry: TimelineEntry }) {
  const { query } = useAdminApi();
  const { data, error, isError, refetch } = query.useQuery(
    'get',
    '/tenant-registrations/{id}/executions/{name}/states/{entry}',
    { params: { path: { id, name, entry: String(entry.id) } } },
    { staleTime: Number.POSITIVE_INFINITY },
  );
  const { left } = entry;
  const asked = useRef(left);
  useEffect(() => {
    if (asked.current === left) return;
    asked.current = left;
    void refetch();
  }, [left, refetch]);

  if (isError && !data) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="input and output" />;
  const { input, inputBytes, output, outputBytes } = data.data;
  return (
    <SpaceBetween size="m">
      <JsonBlock title="Input" value={input} bytes={inputBytes} />
      <JsonBlock title="Output" value={output} bytes={outputBytes} />
    </SpaceBetween>
  );
}
