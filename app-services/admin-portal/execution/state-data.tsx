import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef } from 'react';
import { Failed } from '../../portal-shared/states/failed';
import { Loading } from '../../portal-shared/states/loading';
import { useAdminApi } from '../api';
import type { StateDataAnswer, TimelineEntry } from '../types';
import { JsonBlock } from './json-block';

/** The data of one entry of the timeline. It is asked again when the state is left. */
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
  if (!data) return <Loading what="its data" />;
  const parts = partsOf(data.data).filter(({ value, bytes }) => !isEmpty(value, bytes));
  return (
    <SpaceBetween size="m">
      {parts.length === 0 && (
        <Box color="text-body-secondary">
          {left === undefined ? 'It has no data so far.' : 'No data went in or came out.'}
        </Box>
      )}
      {parts.map((part) => (
        <JsonBlock key={part.title} {...part} />
      ))}
    </SpaceBetween>
  );
}

/** In the order in which it happens. */
const partsOf = (data: StateDataAnswer) => [
  { title: 'Input', value: data.input, bytes: data.inputBytes },
  { title: 'Arguments', value: data.arguments, bytes: data.argumentsBytes },
  { title: 'Result', value: data.result, bytes: data.resultBytes },
  { title: 'Assigned', value: data.assigned, bytes: data.assignedBytes },
  { title: 'Output', value: data.output, bytes: data.outputBytes },
];

/** Most states hand nothing on but through variables: an input `{}` tells nobody anything. */
function isEmpty(value: unknown, bytes = 0): boolean {
  if (value === undefined) return bytes === 0;
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}
