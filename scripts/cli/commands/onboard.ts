import type { tier as tierOf } from '../arguments';
import type { CommonOptions } from '../command-options';
import type { Context } from '../context';
import { wrongUsage } from '../failure';
import { type WatchOptions, watchRegistration } from './watch';

export interface OnboardOptions extends CommonOptions, WatchOptions {
  email: string;
  tier: ReturnType<typeof tierOf>;
  price: string[];
  watch?: boolean;
}

/** Asks the control plane for a new tenant. */
export async function onboard(context: Context, tenantName: string, options: OnboardOptions): Promise<void> {
  const { email, tier } = options;
  const prices = options.price.map(parsePrice);
  const api = await context.api();
  const accepted = await api.onboard({ tenantName, email, tier, ...(prices.length > 0 && { prices }) });
  const { tenantRegistrationId, tenantId } = accepted;
  const tenant = { tenantRegistrationId, tenantId, tenantName, tier };
  if (options.watch) {
    if (context.terminal.json) context.terminal.event({ event: 'accepted', ...tenant });
    else context.terminal.line(`onboarding ${tenantName} (${tier}), registration ${tenantRegistrationId}`);
    return watchRegistration(context, api, tenant, options);
  }
  context.terminal.result({ ...tenant, message: accepted.message }, () =>
    [
      `${accepted.message}: ${tenantName} (${tier})`,
      context.terminal.facts([
        ['tenant', tenantId],
        ['registration', tenantRegistrationId],
        ['watch it', `saas tenant watch ${tenantName}`],
      ]),
    ].join('\n'),
  );
}

/** `metric=price id` as the control plane keeps it. */
function parsePrice(text: string): { id: string; metricName: string } {
  const [, metricName, id] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (metricName && id) return { id, metricName };
  throw wrongUsage(`--price ${text}: must be METRIC=PRICE_ID`, 'for example --price requests=price_1Pxyz');
}
