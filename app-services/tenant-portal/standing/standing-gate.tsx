import Alert from '@cloudscape-design/components/alert';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Outlet } from 'react-router';
import { useNotifications } from '../../portal-shared/notices/notifications';
import { usePageTitle } from '../../portal-shared/shell/page-title';
import { useStandingSource, useTenant } from '../api';
import { LimitText, limitTitle } from './limits';
import { useStanding } from './standing';
import { useLooks } from './use-looks';

const NOTICE = 'limit';
/** A wait of a second is over before anybody has read of it. */
const READING_MS = 8_000;

/** Shows the pages to a tenant that is admitted, and what its plan refuses beside them. */
export function StandingGate() {
  const state = useStanding(useStandingSource());
  const queryClient = useQueryClient();
  const { notify, dismiss } = useNotifications();
  useLooks();

  useEffect(() => {
    if (state.status !== 'limited') return;
    notify({ type: 'warning', header: limitTitle(state), content: <LimitText limit={state} /> }, NOTICE);
    const shownUntil = Math.max(state.until, state.since + READING_MS);
    // Only a rate's: a timer that long is not exact, and a quota's end is heard of.
    if (state.by === 'quota') return;
    const timer = setTimeout(() => dismiss(NOTICE), shownUntil - Date.now());
    return () => clearTimeout(timer);
  }, [state, notify, dismiss]);

  const before = useRef(state);
  useEffect(() => {
    const was = before.current;
    before.current = state;
    if (state.status !== 'admitted' || was.status === 'admitted') return;
    if (was.status === 'limited' && was.by === 'quota') dismiss(NOTICE);
    // What failed meanwhile is asked for again.
    void queryClient.invalidateQueries({ predicate: ({ state: { status } }) => status === 'error' });
    if (was.status === 'suspended') void queryClient.invalidateQueries();
  }, [state, queryClient, dismiss]);

  return state.status === 'suspended' ? <Suspended /> : <Outlet />;
}

function Suspended() {
  usePageTitle('Suspended');
  const { name } = useTenant();
  return (
    <ContentLayout header={<Header variant="h1">Suspended</Header>}>
      <Alert type="error" header="Your organisation's access is suspended">
        Nobody of {name} can use this application at the moment; your data is kept. Ask whoever runs this
        service why, and when it ends. This page goes on by itself then.
      </Alert>
    </ContentLayout>
  );
}
