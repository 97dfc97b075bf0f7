import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { problemOf } from '../api/problem';

export interface Notice {
  type: 'success' | 'info' | 'warning' | 'error' | 'in-progress';
  header?: string;
  content?: ReactNode;
  action?: ReactNode;
}

export interface Notifications {
  /** Shows a notice until it is dismissed; one with the same id takes its place. @returns its id */
  notify(notice: Notice, id?: string): string;
  /** Says that something is done. The last such notice is enough: it takes the place of the one before. */
  notifyDone(content: ReactNode, header?: string): string;
  /** Shows what an API refused. */
  notifyFailure(error: unknown, header?: string): string;
  dismiss(id: string): void;
}

const NotificationsContext = createContext<Notifications | undefined>(undefined);
const NoticesContext = createContext<FlashbarProps.MessageDefinition[]>([]);

/** What is no longer news gives way; a screen of them would hide the page. */
const MOST = 20;

export function NotificationsProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<(Notice & { id: string })[]>([]);
  const made = useRef(0);

  const dismiss = useCallback((id: string) => setNotices((all) => all.filter((one) => one.id !== id)), []);
  const notifications = useMemo<Notifications>(() => {
    const notify = (notice: Notice, id = `notice-${made.current++}`) => {
      setNotices((all) => [{ ...notice, id }, ...all.filter((one) => one.id !== id)].slice(0, MOST));
      return id;
    };
    return {
      notify,
      notifyDone: (content, header) => notify({ type: 'success', header, content }, 'done'),
      notifyFailure(error, header) {
        const { title, detail } = problemOf(error);
        return notify({ type: 'error', header: header ?? title, content: detail });
      },
      dismiss,
    };
  }, [dismiss]);

  const items = useMemo(
    () =>
      notices.map(
        ({ type, ...notice }): FlashbarProps.MessageDefinition => ({
          ...notice,
          ...(type === 'in-progress' ? { type: 'info', loading: true } : { type }),
          dismissible: true,
          dismissLabel: 'Dismiss',
          onDismiss: () => dismiss(notice.id),
        }),
      ),
    [notices, dismiss],
  );

  return (
    <NotificationsContext value={notifications}>
      <NoticesContext value={items}>{children}</NoticesContext>
    </NotificationsContext>
  );
}

export function useNotifications(): Notifications {
  const notifications = useContext(NotificationsContext);
  if (!notifications) throw new Error('useNotifications needs a NotificationsProvider above');
  return notifications;
}

const OFFLINE: FlashbarProps.MessageDefinition = {
  id: 'offline',
  type: 'warning',
  header: 'You are offline',
  content: 'What you see may be out of date. Everything goes on by itself once the network is back.',
};

/** The bar itself, in the shell's place for it. */
export function NotificationBar({ online }: { online: boolean }) {
  const notices = useContext(NoticesContext);
  return <Flashbar stackItems items={online ? notices : [OFFLINE, ...notices]} />;
}
