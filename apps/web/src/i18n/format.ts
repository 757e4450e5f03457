import type { Locale } from './locale.ts';

const TAG: Readonly<Record<Locale, string>> = { id: 'id-ID', en: 'en-GB' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Numbers, money and time as the reader writes them. Every time is told in the tenant's own zone. */
export interface Format {
  number(value: number): string;
  /** Whole rupiah: Rp150.000. */
  money(rupiah: number): string;
  /** 0.976 → 97,6%. */
  percent(share: number): string;
  /** 10.20 WIB. */
  time(at: string | Date): string;
  /** Sab, 22 Nov 2026. */
  date(at: string | Date): string;
  /** Sab, 22 Nov, 10.20 WIB; with the year when it is not this one. */
  dateTime(at: string | Date, now: number): string;
  /** "10.20 WIB" today, "besok 10.20 WIB", otherwise date and time. */
  soon(at: string | Date, now: number): string;
  /** Text that is no promise to the minute: "3 menit lalu", "dalam 2 jam". */
  ago(at: string | Date, now: number): string;
  /** "1 jam 20 menit". */
  duration(ms: number): string;
  /** A calendar day "2026-11-22" without shifting it between zones. */
  day(isoDay: string, style: 'short' | 'long'): string;
  /** "November 2026" of a calendar day. */
  month(isoDay: string): string;
}

export function createFormat({ locale, timeZone }: { locale: Locale; timeZone: string }): Format {
  const tag = TAG[locale];
  const cache = new Map<string, Intl.DateTimeFormat>();
  const dateFormat = (options: Intl.DateTimeFormatOptions) => {
    const key = JSON.stringify(options);
    const known = cache.get(key) ?? new Intl.DateTimeFormat(tag, { timeZone, ...options });
    cache.set(key, known);
    return known;
  };
  const numbers = new Intl.NumberFormat(tag);
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const unit = (value: number, name: 'hour' | 'minute' | 'second' | 'day') =>
    new Intl.NumberFormat(tag, { style: 'unit', unit: name, unitDisplay: 'long' }).format(value);

  const isoDayOf = (at: number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(at);
  const time = (at: string | Date) => {
    const date = new Date(at);
    const clock = dateFormat({ hour: '2-digit', minute: '2-digit', hour12: false }).format(date);
    const zone =
      dateFormat({ timeZoneName: 'short' })
        .formatToParts(date)
        .find((part) => part.type === 'timeZoneName')?.value ?? '';
    return `${clock} ${zoneName(timeZone) ?? zone}`.trim();
  };
  const date = (at: string | Date) =>
    dateFormat({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(at));
  const dateTime = (at: string | Date, now: number) => {
    const value = new Date(at);
    const sameYear = isoDayOf(value.getTime()).slice(0, 4) === isoDayOf(now).slice(0, 4);
    const day = sameYear
      ? dateFormat({ weekday: 'short', day: 'numeric', month: 'short' }).format(value)
      : date(value);
    return `${day}, ${time(value)}`;
  };

  return {
    number: (value) => numbers.format(value),
    money: (rupiah) => `Rp${numbers.format(rupiah)}`,
    percent: (share) => percents.format(share),
    time,
    date,
    dateTime,
    soon(at, now) {
      const day = isoDayOf(new Date(at).getTime());
      if (day === isoDayOf(now)) return time(at);
      if (day === isoDayOf(now + DAY)) return `${relative.format(1, 'day')} ${time(at)}`;
      return dateTime(at, now);
    },
    ago(at, now) {
      const difference = new Date(at).getTime() - now;
      const size = Math.abs(difference);
      if (size < MINUTE) return relative.format(0, 'second');
      if (size < HOUR) return relative.format(Math.round(difference / MINUTE), 'minute');
      if (size < DAY) return relative.format(Math.round(difference / HOUR), 'hour');
      return relative.format(Math.round(difference / DAY), 'day');
    },
    duration(ms) {
      if (ms < MINUTE) return unit(Math.max(1, Math.round(ms / 1000)), 'second');
      const minutes = Math.round(ms / MINUTE);
      const days = Math.floor(minutes / 1440);
      const hours = Math.floor((minutes % 1440) / 60);
      const rest = minutes % 60;
      const parts =
        days > 0
          ? [unit(days, 'day'), hours > 0 ? unit(hours, 'hour') : '']
          : [hours > 0 ? unit(hours, 'hour') : '', rest > 0 ? unit(rest, 'minute') : ''];
      return parts.filter((part) => part !== '').join(' ');
    },
    day(isoDay, style) {
      const options: Intl.DateTimeFormatOptions =
        style === 'short'
          ? { timeZone: 'UTC', weekday: 'short', day: 'numeric' }
          : { timeZone: 'UTC', weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' };
      return dateFormat(options).format(new Date(`${isoDay.slice(0, 10)}T00:00:00Z`));
    },
    month(isoDay) {
      return dateFormat({ timeZone: 'UTC', month: 'long', year: 'numeric' }).format(
        new Date(`${isoDay.slice(0, 10)}T00:00:00Z`),
      );
    },
  };
}

/** The names that Indonesians use; Intl knows them in Indonesian only. */
function zoneName(timeZone: string): string | undefined {
  const names: Record<string, string> = {
    'Asia/Jakarta': 'WIB',
    'Asia/Pontianak': 'WIB',
    'Asia/Makassar': 'WITA',
    'Asia/Jayapura': 'WIT',
  };
  return names[timeZone];
}
