import { I18nProvider } from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import '@cloudscape-design/global-styles/index.css';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type * as z from 'zod/mini';
import { loadConfig } from './config/load-config';
import { startPreferences } from './shell/preferences';
import './shell/background.css';
import './shell/focus-ring.css';
import { CannotStart } from './states/cannot-start';

/** Reads the configuration and renders the portal with all that every page may use. */
export async function startPortal<Schema extends z.ZodMiniType>(
  schema: Schema,
  portal: (config: z.output<Schema>) => ReactNode,
): Promise<void> {
  startPreferences();
  const root = createRoot(document.getElementById('root') as HTMLElement);
  try {
    const config = await loadConfig(schema);
    root.render(
      <StrictMode>
        <I18nProvider locale="en" messages={[messages]}>
          {portal(config)}
        </I18nProvider>
      </StrictMode>,
    );
  } catch (error) {
    root.render(<CannotStart error={error} />);
  }
}
