import Box from '@cloudscape-design/components/box';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { number } from '../../../portal-shared/format/locale';
import type { Preflight } from '../../types';
import type { Draft } from './draft';
import './checks.css';

type Check = Preflight['checks'][number];

const NAMES: Record<Check['check'], string> = {
  tenantName: 'Name',
  email: 'E-mail',
  cell: 'Room in a cell',
  apiKeys: 'API keys',
  userPools: 'User pools',
  namespaces: 'Cloud Map namespaces',
  roles: 'IAM roles',
  clusters: 'ECS clusters',
  tables: 'DynamoDB tables',
};

/** What has not been entered cannot be wrong yet. */
const isAsked = ({ check }: Check, asked: Draft): boolean =>
  (check !== 'tenantName' && check !== 'email') || asked[check] !== '';

/** The figures of what is counted, as the reader writes numbers: the API's message has them plain. */
function countOf({ check, used, limit }: Check): string | undefined {
  if (used === undefined || limit === undefined) return undefined;
  return check === 'cell'
    ? `${number(limit - used)} of ${number(limit)} places are free`
    : `${number(used)} of ${number(limit)} are in use`;
}

function resultOf(
  check: Check,
  asked: Draft,
): { type: StatusIndicatorProps.Type; said: string; text: string } {
  if (!isAsked(check, asked)) return { type: 'pending', said: 'Not yet', text: 'checked once it is entered' };
  if (check.unknown) return { type: 'warning', said: 'Not known', text: check.message };
  if (check.ok) return { type: 'success', said: 'Passed', text: countOf(check) ?? check.message };
  return { type: 'error', said: 'Failed', text: check.message };
}

/** Each check, with what is the matter or what was found. */
export const Checks = ({ checks, asked }: { checks: Check[]; asked: Draft }) => (
  <Box>
    <ul className="checks">
      {checks.map((check) => {
        const { type, said, text } = resultOf(check, asked);
        return (
          <li key={check.check}>
            <StatusIndicator type={type} iconAriaLabel={said}>
              {NAMES[check.check]}
            </StatusIndicator>
            : {text}
          </li>
        );
      })}
    </ul>
  </Box>
);
