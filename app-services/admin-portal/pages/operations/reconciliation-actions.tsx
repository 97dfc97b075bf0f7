import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Confirm } from '../../../portal-shared/dialogs/confirm';

/** Orders a comparison; one that mends is asked about first. */
export function ReconciliationActions(props: { busy: boolean; compare: (fix: boolean) => void }) {
  const { busy, compare } = props;
  const [asking, setAsking] = useState(false);
  return (
    <>
      <SpaceBetween size="xs" direction="horizontal">
        <Button disabled={busy} onClick={() => setAsking(true)}>
          Compare and mend
        </Button>
        <Button loading={busy} loadingText="Comparing" onClick={() => compare(false)}>
          Compare now
        </Button>
      </SpaceBetween>
      {asking && (
        <Confirm
          title="Compare and mend"
          action="Compare and mend"
          busy={false}
          onDismiss={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            compare(true);
          }}
        >
          Compares registry, ledger and AWS, and mends what is safe: orphans of deleted tenants are deleted,
          ghosts recorded as gone, locks given back whose execution is no more, counts of tasks set to what is
          configured. Everything else stays a finding.
        </Confirm>
      )}
    </>
  );
}
