import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import Grid from '@cloudscape-design/components/grid';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useFollow } from '../../../portal-shared/shell/use-follow';
import { PreflightPanel } from './preflight-panel';
import { TenantFields } from './tenant-fields';
import { useOnboarding } from './use-onboarding';

/** Asks for the tenant, shows what that would mean, and registers it. */
export function OnboardForm() {
  const { draft, problems, preflight, fields, busy, problem, onSubmit, change, leave } = useOnboarding();
  const follow = useFollow();
  return (
    <form onSubmit={onSubmit} noValidate>
      <Form
        errorText={problem}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <Button variant="link" formAction="none" href="/tenants" onFollow={follow}>
              Cancel
            </Button>
            <Button variant="primary" formAction="submit" loading={busy} loadingText="Registering">
              Onboard
            </Button>
          </SpaceBetween>
        }
      >
        <Grid gridDefinition={[{ colspan: { default: 12, m: 7 } }, { colspan: { default: 12, m: 5 } }]}>
          <TenantFields draft={draft} problems={problems} refs={fields} onChange={change} onLeave={leave} />
          <PreflightPanel {...preflight} />
        </Grid>
      </Form>
    </form>
  );
}
