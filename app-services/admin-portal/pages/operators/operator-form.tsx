import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type FormEvent, useId, useState } from 'react';
import { Dialog } from '../../../portal-shared/dialogs/dialog';
import { Failed } from '../../../portal-shared/states/failed';
import { missingOf, type OperatorDraft, problemsOf, refusedBy } from './operator-draft';
import { RoleField } from './role-field';

/** Asks who an operator is. A user name is asked for a new one alone: it cannot change. */
export function OperatorForm(props: {
  title: string;
  action: string;
  from: OperatorDraft;
  isNew: boolean;
  busy: boolean;
  error: unknown;
  onSave: (draft: OperatorDraft) => void;
  onDismiss: () => void;
}) {
  const { title, action, from, isNew, busy, error, onSave, onDismiss } = props;
  const id = useId();
  const [draft, setDraft] = useState(from);
  const [asked, setAsked] = useState(false);
  const typed = problemsOf(draft);
  const missing = asked ? missingOf(draft) : {};
  const refused = refusedBy(error);
  const problems = { ...refused, ...missing, ...typed };
  const change = (changes: Partial<OperatorDraft>) => setDraft((all) => ({ ...all, ...changes }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    const wrong = Object.keys({ ...missingOf(draft), ...typed });
    if (wrong.length === 0 && !busy) onSave(draft);
  };
  return (
    <Dialog
      title={title}
      onDismiss={onDismiss}
      confirm={
        <Button variant="primary" form={id} formAction="submit" loading={busy} loadingText="Saving">
          {action}
        </Button>
      }
    >
      <form id={id} onSubmit={submit} noValidate>
        <SpaceBetween size="l">
          {error != null && Object.keys(refused).length === 0 && <Failed error={error} />}
          {isNew && (
            <FormField label="User name" errorText={problems.userName}>
              <Input
                value={draft.userName}
                autoComplete={false}
                spellcheck={false}
                onChange={({ detail }) => change({ userName: detail.value.trim() })}
              />
            </FormField>
          )}
          <FormField
            label="E-mail"
            description={isNew ? 'Gets an invitation with a temporary password.' : undefined}
            errorText={problems.email}
          >
            <Input
              value={draft.email}
              type="email"
              inputMode="email"
              autoComplete={false}
              onChange={({ detail }) => change({ email: detail.value.trim() })}
            />
          </FormField>
          <RoleField
            role={draft.userRole}
            problem={problems.userRole}
            onChange={(userRole) => change({ userRole })}
          />
        </SpaceBetween>
      </form>
    </Dialog>
  );
}
