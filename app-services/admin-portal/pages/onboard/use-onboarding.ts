import type { InputProps } from '@cloudscape-design/components/input';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { fieldRefusal } from '../../../portal-shared/api/field-refusal';
import { problemOf } from '../../../portal-shared/api/problem';
import { capitalized } from '../../../portal-shared/format/text';
import { useSubmit } from '../../../portal-shared/forms/use-submit';
import { useNotifications } from '../../../portal-shared/notices/notifications';
import { useRefresh } from '../../../portal-shared/queries/use-refresh';
import { useAdminApi } from '../../api';
import { type Draft, FIELDS, type Field, missingOf, type Problems, problemsOf } from './draft';
import { usePreflight } from './use-preflight';

/** The preflight's answer is no: what stands against it is shown beside the form. */
class NotReadyError extends Error {}

const asSentence = (text: string): string => `${capitalized(text)}.`;

/** The form's state: what was typed, what is wrong with it as typed, by the preflight and by the API's refusal. */
export function useOnboarding() {
  const [draft, setDraft] = useState<Draft>({ tenantName: '', email: '', tier: 'BASIC' });
  const [left, setLeft] = useState<readonly Field[]>([]);
  const [refused, setRefused] = useState<Problems>({});
  const [asked, setAsked] = useState(false);
  const fields = { tenantName: useRef<InputProps.Ref>(null), email: useRef<InputProps.Ref>(null) };
  const preflight = usePreflight(draft);
  const api = useAdminApi();
  const { notifyDone } = useNotifications();
  const refresh = useRefresh();
  const navigate = useNavigate();

  /** Of the checks, those of a field that says something, about what it says now. */
  const checked = Object.fromEntries(
    (preflight.current ? (preflight.preflight?.checks ?? []) : [])
      .filter(({ check, ok }) => !ok && FIELDS.some((field) => field === check && draft[field] !== ''))
      .map(({ check, message }) => [check, asSentence(message)]),
  ) as Problems;
  const typed = problemsOf(draft);
  const shown = (field: Field) => asked || left.includes(field);
  const problems = Object.fromEntries(
    FIELDS.map((field) => [
      field,
      (shown(field) && typed[field]) ||
        checked[field] ||
        refused[field] ||
        (asked && missingOf(draft)[field]) ||
        undefined,
    ]),
  ) as Problems;

  const register = async () => {
    setAsked(true);
    const wrong = { ...missingOf(draft), ...problemsOf(draft) };
    const first = FIELDS.find((field) => wrong[field]);
    if (first) return fields[first].current?.focus();
    if (!(await preflight.check(draft)).ready) throw new NotReadyError();
    const { tenantName } = draft;
    try {
      const { data } = await api.fetch.POST('/tenant-registrations', { body: { tenantData: { ...draft } } });
      const { tenantRegistrationId } = (data as { data: { tenantRegistrationId: string } }).data;
      notifyDone('Its onboarding begins.', `${tenantName} is registered`);
      void refresh('/tenants', '/overview');
      await navigate(`/onboard?registration=${tenantRegistrationId}&name=${tenantName}`, { replace: true });
    } catch (error) {
      const refusal = fieldRefusal(error, FIELDS);
      if (!refusal) throw error;
      setRefused({ [refusal.field]: asSentence(refusal.message.replace(/\.$/, '')) });
      fields[refusal.field].current?.focus();
    }
  };
  const submission = useSubmit(register, (error) =>
    error instanceof NotReadyError
      ? 'The tenant cannot be onboarded as things stand: see the checks that failed.'
      : problemOf(error).detail,
  );
  return {
    ...{ draft, problems, preflight, fields, ...submission },
    change(changes: Partial<Draft>) {
      setDraft((all) => ({ ...all, ...changes }));
      setRefused({});
    },
    leave: (field: Field) => draft[field] && setLeft([...left, field]),
  };
}
