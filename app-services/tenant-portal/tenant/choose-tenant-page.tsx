import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { explain } from '../../portal-shared/api/problem';
import { TextField } from '../../portal-shared/forms/text-field';
import { useForm } from '../../portal-shared/forms/use-form';
import { EntrancePage } from '../../portal-shared/shell/entrance-page';
import { PRODUCT } from '../navigation';
import { findTenant, type Tenant } from './tenant';

const noneOf = (name: string) => `No active organisation is called "${name}".`;
const wanted = (typed: string) => typed.trim().toLowerCase();

export function ChooseTenantPage(props: {
  adminApiUrl: string;
  /** The tenant of before, which there is not any more, or which could not be asked for. */
  before?: { name: string; problem?: unknown };
  onChosen: (tenant: Tenant) => void;
}) {
  const { adminApiUrl, before, onChosen } = props;
  const [missing, setMissing] = useState<string>();
  const form = useForm({
    initial: { organization: before?.name ?? '' },
    validate({ organization }) {
      const name = wanted(organization);
      return { organization: !name ? 'Enter a name.' : name === missing ? noneOf(name) : undefined };
    },
    async submit({ organization }) {
      const name = wanted(organization);
      const tenant = await findTenant(adminApiUrl, name);
      if (tenant) onChosen(tenant);
      else setMissing(name);
    },
  });

  return (
    <EntrancePage product={PRODUCT} title="Your organisation">
      <form onSubmit={form.onSubmit} noValidate>
        <Form
          errorText={form.problem}
          actions={
            <Button variant="primary" formAction="submit" loading={form.busy} loadingText="Looking it up">
              Continue
            </Button>
          }
        >
          <SpaceBetween size="l">
            {before && (
              <Alert type="warning">
                {before.problem === undefined
                  ? `${noneOf(before.name)} If it is yours, its access may be suspended: ask whoever runs this service.`
                  : explain(before.problem)}
              </Alert>
            )}
            <TextField
              form={form}
              name="organization"
              label="Name of your organisation"
              description="As it stands in your invitation, for instance corner-bakery."
              autoComplete="organization"
              spellcheck={false}
              autoFocus
            />
          </SpaceBetween>
        </Form>
      </form>
    </EntrancePage>
  );
}
