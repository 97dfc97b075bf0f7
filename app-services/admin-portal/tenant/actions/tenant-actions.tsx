import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import { useOperator } from '../../operator';
import type { Registration } from '../../types';
import { type ActionId, actionsFor } from './actions';
import { ExportDialog } from './export-dialog';
import { ExtendQuotaDialog } from './extend-quota-dialog';
import { OffboardDialog } from './offboard-dialog';
import { SuspendDialog } from './suspend-dialog';
import { useReplay } from './use-replay';
import { useCancelOffboarding, useResume } from './use-return';

/** All that an operator may do with a tenant; nothing for one who may only look. */
export function TenantActions({ registration, name }: { registration: Registration; name: string }) {
  const { mayAct } = useOperator();
  const [open, setOpen] = useState<ActionId>();
  const { tenantRegistrationId: id } = registration;
  const { replay, isPending: replays } = useReplay(id);
  const { resume, isPending: resumes } = useResume(id, name);
  const { cancelOffboarding, isPending: cancels } = useCancelOffboarding(id, name);
  const items = actionsFor(registration);
  if (!mayAct || items.length === 0) return null;

  /** What asks for nothing more is done at once; the rest opens a dialog. */
  const atOnce: Partial<Record<string, () => void>> = {
    replay,
    resume,
    'cancel-offboarding': cancelOffboarding,
  };
  const dialog = { id, name, onClose: () => setOpen(undefined) };
  return (
    <>
      <ButtonDropdown
        variant="primary"
        loading={replays || resumes || cancels}
        items={items}
        onItemClick={({ detail }) => (atOnce[detail.id] ?? (() => setOpen(detail.id as ActionId)))()}
      >
        Actions
      </ButtonDropdown>
      {open === 'suspend' && <SuspendDialog {...dialog} />}
      {open === 'extend' && <ExtendQuotaDialog {...dialog} />}
      {open === 'export' && <ExportDialog {...dialog} />}
      {open === 'offboard' && <OffboardDialog {...dialog} />}
    </>
  );
}
