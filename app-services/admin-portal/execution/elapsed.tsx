import { useEffect, useState } from 'react';
import { duration } from '../../portal-shared/format/locale';

/** Time since an instant, counted on. Not by a clock that is behind the API's, as far as below nothing. */
export function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return duration(Math.max(0, Math.round((now - Date.parse(since)) / 1_000)));
}
