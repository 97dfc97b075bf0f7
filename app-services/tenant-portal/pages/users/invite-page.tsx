import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { PageForm } from '../../../portal-shared/forms/page-form';
import { TextField } from '../../../portal-shared/forms/text-field';
import { type Problems, useForm } from '../../../portal-shared/forms/use-form';
import { useNotifications } from '../../../portal-shared/notices/notifications';
import { usePageTitle } from '../../../portal-shared/shell/page-title';
import { useTenantApi } from '../../api';
import { textProblem } from '../../items/fields';
import { type Role, useIsAdmin } from '../../role';
import { explain } from '../../standing/refused';
import { AdminsOnly } from './admins-only';

interface Values {
  userName: string;
  userEmail: string;
  userRole: Role;
}

/** The whole of an address is for the API to judge; this finds what was mistyped. */
const validate = ({ userName, userEmail }: Values): Problems<Values> => ({
  userName: textProblem(userName, { most: 128, missing: 'Enter a name.' }),
  userEmail:
    textProblem(userEmail, { most: 128, missing: 'Enter an e-mail address.' }) ??
    (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(userEmail.trim())
      ? undefined
      : 'Enter an e-mail address, for instance jo@example.com.'),
});

const ROLES = [
  { value: 'TenantUser', label: 'TenantUser', description: 'Works with products and orders.' },
  { value: 'TenantAdmin', label: 'TenantAdmin', description: 'Manages the users as well.' },
];

function InviteForm() {
  usePageTitle('Invite user');
  const { fetch } = useTenantApi();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { notifyDone } = useNotifications();
  const leave = () => void navigate('/users');
  const form = useForm<Values>({
    initial: { userName: '', userEmail: '', userRole: 'TenantUser' },
    validate,
    async submit({ userName, userEmail, userRole }) {
      const body = { userName: userName.trim(), userEmail: userEmail.trim(), userRole };
      await fetch.POST('/users', { body });
      notifyDone(`${body.userEmail} is invited by e-mail, with a first password.`);
      void queryClient.invalidateQueries({ queryKey: ['get', '/users'] });
      leave();
    },
    explain,
  });
  return (
    <ContentLayout maxContentWidth={800} header={<Header variant="h1">Invite user</Header>}>
      <PageForm form={form} submitText="Invite" busyText="Inviting" onCancel={leave}>
        <Container>
          <SpaceBetween size="l">
            <TextField form={form} name="userName" label="Name" autoComplete={false} autoFocus />
            <TextField
              form={form}
              name="userEmail"
              label="E-mail address"
              description="The invitation goes there; the address is the user name for signing in."
              type="email"
              autoComplete={false}
              spellcheck={false}
            />
            <FormField label="Role">
              <RadioGroup
                value={form.values.userRole}
                items={ROLES}
                onChange={({ detail }) => form.set('userRole', detail.value as Role)}
              />
            </FormField>
          </SpaceBetween>
        </Container>
      </PageForm>
    </ContentLayout>
  );
}

export const InvitePage = () => (useIsAdmin() ? <InviteForm /> : <AdminsOnly />);
