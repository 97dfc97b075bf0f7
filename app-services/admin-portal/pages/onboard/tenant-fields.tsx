import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tiles from '@cloudscape-design/components/tiles';
import type { Ref } from 'react';
import { TIER_NAMES, TIERS } from '../../../portal-shared/format/text';
import type { Tier } from '../../types';
import type { Draft, Field, Problems } from './draft';

const SHARES: Record<Tier, string> = {
  BASIC: 'Shared services, user pool and tables; data kept apart by the tenant’s key.',
  ADVANCED: 'Services and user pool of its own on the shared cluster, and an orders table of its own.',
  PREMIUM: 'Cluster, services, user pool and tables of its own.',
};

/** What the operator tells of the tenant. */
export function TenantFields(props: {
  draft: Draft;
  problems: Problems;
  refs: Record<Field, Ref<InputProps.Ref>>;
  onChange: (changes: Partial<Draft>) => void;
  /** The field was left: from then on it tells what is wrong. */
  onLeave: (field: Field) => void;
}) {
  const { draft, problems, refs, onChange, onLeave } = props;
  return (
    <Container header={<Header variant="h2">Tenant</Header>}>
      <SpaceBetween size="l">
        <FormField
          label="Name"
          description="Its users name it to sign in, and resources are named after it. It cannot change."
          constraintText="At most 32 lower-case letters, digits and hyphens; a letter first."
          errorText={problems.tenantName}
        >
          <Input
            ref={refs.tenantName}
            value={draft.tenantName}
            name="tenantName"
            autoComplete={false}
            spellcheck={false}
            autoFocus
            onChange={({ detail }) => onChange({ tenantName: detail.value })}
            onBlur={() => onLeave('tenantName')}
          />
        </FormField>
        <FormField
          label="E-mail of the administrator"
          description="Gets the invitation with a temporary password."
          errorText={problems.email}
        >
          <Input
            ref={refs.email}
            value={draft.email}
            name="email"
            type="email"
            inputMode="email"
            autoComplete={false}
            spellcheck={false}
            onChange={({ detail }) => onChange({ email: detail.value.trim() })}
            onBlur={() => onLeave('email')}
          />
        </FormField>
        <FormField label="Tier" stretch>
          <Tiles
            value={draft.tier}
            columns={3}
            items={TIERS.map((value) => ({ value, label: TIER_NAMES[value], description: SHARES[value] }))}
            onChange={({ detail }) => onChange({ tier: detail.value as Tier })}
          />
        </FormField>
      </SpaceBetween>
    </Container>
  );
}
