import { type FormEvent, useState } from 'react';

/** A form's submission: one at a time, its failure kept as text for the form. */
export function useSubmit(work: () => Promise<void>, explain: (error: unknown) => string) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      setProblem(explain(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, onSubmit };
}
