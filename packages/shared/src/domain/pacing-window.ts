import { z } from 'zod';

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 08:00');

/**
 * When messages may leave, in the clock of `timeZone` (IANA: Asia/Jakarta). `days`: 1 Monday … 7 Sunday.
 * From 22:00 to 06:00 means over midnight, and belongs to the day on which it begins.
 */
export const sendingWindow = z
  .object({
    timeZone: z.string().max(64).refine(isTimeZone, 'is not a time zone'),
    from: clockTime,
    to: clockTime,
    days: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .overwrite((days) => [...new Set(days)].sort()),
  })
  .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must differ from `from`' });
export type SendingWindow = z.infer<typeof sendingWindow>;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** @param at milliseconds since the epoch */
export function isWithinWindow(window: SendingWindow, at: number): boolean {
  const { weekday, minute } = localClock(window.timeZone, at);
  const from = minutesOf(window.from);
  const to = minutesOf(window.to);
  if (from < to) return window.days.includes(weekday) && minute >= from && minute < to;
  if (minute >= from) return window.days.includes(weekday);
  return minute < to && window.days.includes(weekday === 1 ? 7 : weekday - 1);
}

/** The first moment after `at` at which the window is open, to the minute; null when it never opens. */
export function nextOpening(window: SendingWindow, at: number): number | null {
  const from = minutesOf(window.from);
  let moment = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  // A day has one opening, so a week holds all there are; the clock may jump once or twice on the way.
  for (let jumps = 0; jumps < 12; jumps += 1) {
    const { minute } = localClock(window.timeZone, moment);
    const ahead = (from - minute + DAY_MINUTES) % DAY_MINUTES;
    moment += (ahead === 0 ? DAY_MINUTES : ahead) * MINUTE_MS;
    if (isWithinWindow(window, moment)) return moment;
  }
  return null;
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function localClock(timeZone: string, at: number): { weekday: number; minute: number } {
  const parts = formatter(timeZone).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return {
    weekday: WEEKDAYS.indexOf(part('weekday')) + 1,
    minute: Number(part('hour')) * 60 + Number(part('minute')),
  };
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

function isTimeZone(timeZone: string): boolean {
  try {
    formatter(timeZone);
    return true;
  } catch {
    return false;
  }
}
