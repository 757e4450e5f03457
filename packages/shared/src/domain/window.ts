import { z } from 'zod';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

const isTimeZone = (value: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
};

/**
 * Days and hours in which messages may leave. `to` is excluded; a window whose `to` is not after its `from` runs
 * over midnight and belongs to the day on which it opens. Days: 0 Sunday … 6 Saturday.
 */
export const sendingWindow = z.object({
  timeZone: z.string().refine(isTimeZone, 'is not an IANA time zone'),
  from: clockTime,
  to: clockTime,
  days: z.array(z.int().min(0).max(6)).min(1).max(7),
});
export type SendingWindow = z.infer<typeof sendingWindow>;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** A window opens at least once in eight days, whatever clock changes do. */
const HORIZON_MINUTES = 8 * DAY_MINUTES;

/**
 * The moment from which `window` is open: `now` itself when it is open, else its next opening to the minute.
 * Local time is asked of the zone's own rules for each candidate, so daylight saving cannot open it early.
 */
export function nextOpening(window: SendingWindow, now: Date): Date | null {
  const local = localClock(window.timeZone);
  if (isOpen(window, local(now))) return now;
  let candidate = Math.ceil((now.getTime() + 1) / MINUTE_MS) * MINUTE_MS;
  const end = candidate + HORIZON_MINUTES * MINUTE_MS;
  while (candidate < end) {
    const at = local(new Date(candidate));
    if (isOpen(window, at)) return new Date(candidate);
    // Jump to the next local full hour or to the opening's minute, whichever comes first.
    candidate += Math.max(1, stepMinutes(window, at)) * MINUTE_MS;
  }
  return null;
}

export function isOpen(window: SendingWindow, at: LocalMoment): boolean {
  const from = minutesOf(window.from);
  const to = minutesOf(window.to);
  const opensToday = window.days.includes(at.day);
  if (from < to) return opensToday && at.minute >= from && at.minute < to;
  const openedYesterday = window.days.includes((at.day + 6) % 7);
  return (opensToday && at.minute >= from) || (openedYesterday && at.minute < to);
}

export interface LocalMoment {
  /** 0 Sunday … 6 Saturday */
  day: number;
  /** since midnight */
  minute: number;
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function localClock(timeZone: string): (at: Date) => LocalMoment {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return {
      day: DAYS.indexOf(parts['weekday'] ?? ''),
      minute: Number(parts['hour']) * 60 + Number(parts['minute']),
    };
  };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function stepMinutes(window: SendingWindow, at: LocalMoment): number {
  const toOpening = (minutesOf(window.from) - at.minute + DAY_MINUTES) % DAY_MINUTES;
  const toFullHour = 60 - (at.minute % 60);
  return toOpening === 0 ? toFullHour : Math.min(toOpening, toFullHour);
}
