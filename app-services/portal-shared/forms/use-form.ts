import { type FormEvent, useState } from 'react';
import { fieldRefusal } from '../api/field-refusal';
import { explain } from '../api/problem';
import { useSubmit } from './use-submit';

/** What is wrong with a form, by field. */
export type Problems<Values> = Partial<Record<keyof Values & string, string>>;

export interface Form<Values extends object> {
  values: Values;
  set<Name extends keyof Values & string>(name: Name, value: Values[Name]): void;
  /** A field that was filled in and left shows what is wrong with it. */
  touch(name: keyof Values & string): void;
  errorOf(name: keyof Values & string): string | undefined;
  busy: boolean;
  /** Why the whole was refused. */
  problem: string | undefined;
  onSubmit(event: FormEvent<HTMLFormElement>): void;
}

const focusFirstInvalid = (form: HTMLFormElement) =>
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());

/**
 * A form's values, checked as they are typed and, when they are sent, by the API: what it refuses stands at the field
 * that it names, until that field is changed. Fields have the names that the API has for them.
 */
export function useForm<Values extends object>(form: {
  initial: Values | (() => Values);
  validate: (values: Values) => Problems<Values>;
  submit: (values: Values) => Promise<void>;
  /** @default the API's own words */
  explain?: (error: unknown) => string;
}): Form<Values> {
  type Name = keyof Values & string;
  const [values, setValues] = useState(form.initial);
  const [left, setLeft] = useState<ReadonlySet<Name>>(new Set());
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<Problems<Values>>({});
  const problems = form.validate(values);
  const { busy, problem, onSubmit } = useSubmit(async () => {
    setAsked(true);
    if (Object.values(problems).some((text) => text !== undefined)) return;
    try {
      await form.submit(values);
    } catch (error) {
      const refusal = fieldRefusal(error, Object.keys(values) as Name[]);
      if (!refusal) throw error;
      setRefused({ [refusal.field]: explain(error) } as Problems<Values>);
    }
  }, form.explain ?? explain);

  return {
    values,
    set(name, value) {
      setValues((all) => ({ ...all, [name]: value }));
      setRefused(({ [name]: _, ...others }) => others as Problems<Values>);
    },
    touch: (name) => setLeft((names) => new Set([...names, name])),
    errorOf: (name) => refused[name] ?? (asked || left.has(name) ? problems[name] : undefined),
    busy,
    problem,
    onSubmit(event) {
      const element = event.currentTarget;
      void onSubmit(event).then(() => focusFirstInvalid(element));
    },
  };
}
