import { useEffect, useState } from 'react';

/** The time, read again every `everyMs`: what is shown as "3 minutes ago" or counted down stays true. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
