import Box from '@cloudscape-design/components/box';
import { number } from '../../../portal-shared/format/locale';
import { PortalLink } from '../../../portal-shared/shell/portal-link';

/** A number of the system, which leads to what it counts. */
export const Figure = ({ label, value, href }: { label: string; value: number; href: string }) => (
  <div>
    <Box variant="awsui-key-label">{label}</Box>
    <PortalLink href={href} variant="awsui-value-large" ariaLabel={`${label}: ${number(value)}`}>
      {number(value)}
    </PortalLink>
  </div>
);
