export type { Locale } from '@siar/shared';
import type { Locale } from '@siar/shared';

const STORED = 'siar.locale';

/** The language before anybody has logged in: what was chosen here last, else what the browser likes best. */
export function firstLocale(): Locale {
  const stored = readStored();
  if (stored !== null) return stored;
  for (const tag of navigator.languages) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'id' || language === 'in') return 'id';
    if (language === 'en') return 'en';
  }
  return 'id';
}

export function rememberLocale(locale: Locale): void {
  try {
    localStorage.setItem(STORED, locale);
  } catch {
    // Private window without storage: the account still knows.
  }
}

function readStored(): Locale | null {
  try {
    const value = localStorage.getItem(STORED);
    return value === 'id' || value === 'en' ? value : null;
  } catch {
    return null;
  }
}
