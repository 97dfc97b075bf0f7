import { useQueryClient } from '@tanstack/react-query';
import { useNotifications } from '../../../portal-shared/notices/notifications';

/** What every order to the API ends in: a notice, and everything that is shown asked anew. */
export function useOrder() {
  const client = useQueryClient();
  const { notifyDone, notifyFailure } = useNotifications();
  return {
    done(header: string, content?: string) {
      notifyDone(content, header);
      void client.invalidateQueries();
    },
    refused(error: unknown, header: string) {
      notifyFailure(error, header);
      // The refusal may mean that what is shown is out of date.
      void client.invalidateQueries();
    },
  };
}
