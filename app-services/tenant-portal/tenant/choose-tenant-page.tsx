import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useState } from 'react';
import { problemOf } from '../../portal-shared/api/problem';
import { useSubmit } from '../../portal-shared/session/use-submit';
import { EntrancePage } from '../../portal-shared/shell/entrance-page';
import { PRODUCT } from '../navigation';
import { findTenant, type Tenant } from './tenant';

const explain = (error: unknown): string => {
  const { title, detail } = problemOf(error);
  return `${title}. ${detail}`;
};

export function ChooseTenantPage(props: {
  adminApiUrl: string;
  /** Why the tenant of before could not be found. */
  problem?: unknown;
  onChosen: (tenant: Tenant) => void;
}) {
  const [name, setName] = useState('');
  const [refused, setRefused] = useState<string>();
  const wanted = name.trim().toLowerCase();
  const { busy, problem, onSubmit } = useSubmit(async () => {
    const tenant = wanted ? await findTenant(props.adminApiUrl, wanted) : undefined;
    if (tenant) props.onChosen(tenant);
    else setRefused(wanted ? `No active organisation is called "${wanted}".` : 'Enter a name.');
  }, explain);

  return (
    <EntrancePage product={PRODUCT} title="Your organisation">
      <form onSubmit={onSubmit} noValidate>
        <Form
          errorText={problem ?? (props.problem === undefined ? undefined : explain(props.problem))}
          actions={
            <Button
              variant="primary"
              formAction="submit"
              loading={busy}
              loadingText="Looking it up"
              fullWidth
            >
              Continue
            </Button>
          }
        >
          <FormField
            label="Name of your organisation"
            description="As it stands in your invitation, for instance corner-bakery."
            errorText={refused}
          >
            <Input
              value={name}
              onChange={({ detail }) => {
                setName(detail.value);
                setRefused(undefined);
              }}
              autoComplete="organization"
              name="organization"
              spellcheck={false}
              autoFocus
            />
          </FormField>
        </Form>
      </form>
    </EntrancePage>
  );
}
