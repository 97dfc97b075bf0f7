import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import Table from '@cloudscape-design/components/table';
import { dateTime, number } from '../../../portal-shared/format/locale';
import { usePolling } from '../../../portal-shared/queries/use-polling';
import { Empty } from '../../../portal-shared/states/empty';
import { Failed } from '../../../portal-shared/states/failed';
import { Loading } from '../../../portal-shared/states/loading';
import { useAdminApi } from '../../api';
import type { ActionDialogProps } from './action-dialog';

/** Links to an export's files; while it runs, waits for it. */
export function ExportFiles(props: ActionDialogProps & { executionName: string }) {
  const { id, name, executionName, onClose } = props;
  const { query } = useAdminApi();
  const untilDone = usePolling();
  const asked = query.useQuery(
    'get',
    '/tenant-registrations/{id}/exports/{name}',
    { params: { path: { id, name: executionName } } },
    {
      // Each answer has links of its own.
      gcTime: 0,
      staleTime: Number.POSITIVE_INFINITY,
      refetchInterval: (query) =>
        query.state.data && 'files' in query.state.data.data ? false : untilDone(query),
    },
  );
  const files = asked.data && 'files' in asked.data.data ? asked.data.data : undefined;
  return (
    <Modal
      visible
      size="large"
      header={`Export of ${name}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </Box>
      }
    >
      {asked.isError && !asked.data ? (
        <Failed error={asked.error} onRetry={() => void asked.refetch()} />
      ) : files ? (
        <Table
          variant="embedded"
          items={files.files}
          trackBy="key"
          ariaLabels={{ tableLabel: 'Files' }}
          empty={<Empty title="The tenant has no data" />}
          columnDefinitions={[
            { id: 'table', header: 'What', cell: ({ table }) => table, isRowHeader: true },
            { id: 'items', header: 'Items', cell: ({ items }) => number(items) },
            { id: 'bytes', header: 'Bytes', cell: ({ bytes }) => number(bytes) },
            {
              id: 'link',
              header: 'File',
              cell: ({ url, table }) => (
                <Link
                  href={url}
                  external
                  externalIconAriaLabel="Opens in a new tab"
                  ariaLabel={`Download ${table}`}
                >
                  Download
                </Link>
              ),
            },
          ]}
          footer={
            <Box variant="small">
              <Link
                href={files.manifestUrl}
                external
                externalIconAriaLabel="Opens in a new tab"
                fontSize="body-s"
              >
                Manifest with checksums
              </Link>{' '}
              · The links are good until {dateTime(files.expiresAt)}.
            </Box>
          }
        />
      ) : (
        <Loading what="the export: it runs" />
      )}
    </Modal>
  );
}
