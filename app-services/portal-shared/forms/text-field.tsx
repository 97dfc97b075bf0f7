import FormField, { type FormFieldProps } from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import type { Form } from './use-form';

/** Names of those fields that hold a text. */
type TextOf<Values> = { [Name in keyof Values]: Values[Name] extends string ? Name : never }[keyof Values] &
  string;

/** A line of text of a form. Its name is also the one by which password managers and the browser know it. */
export function TextField<Values extends object>(
  props: { form: Form<Values>; name: TextOf<Values> } & Pick<
    FormFieldProps,
    'label' | 'description' | 'constraintText'
  > &
    Omit<InputProps, 'value' | 'name' | 'onChange' | 'onBlur'>,
) {
  const { form, name, label, description, constraintText, ...input } = props;
  return (
    <FormField {...{ label, description, constraintText }} errorText={form.errorOf(name)} stretch>
      <Input
        {...input}
        name={name}
        value={form.values[name] as string}
        onChange={({ detail }) => form.set(name, detail.value as Values[TextOf<Values>])}
        onBlur={() => form.values[name] !== '' && form.touch(name)}
      />
    </FormField>
  );
}
