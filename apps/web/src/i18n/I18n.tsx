import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createFormat, type Format } from './format.ts';
import { id, type Dictionary } from './id/index.ts';
import { rememberLocale, type Locale } from './locale.ts';

interface I18n {
  locale: Locale;
  t: Dictionary;
  format: Format;
  setLocale: (locale: Locale) => void;
  setTimeZone: (timeZone: string) => void;
}

const I18nContext = createContext<I18n | null>(null);

/** Indonesian travels with the app; English is fetched when somebody wants it. */
export async function loadDictionary(locale: Locale): Promise<Dictionary> {
  if (locale === 'id') return id;
  const { en } = await import('./en/index.ts');
  return en;
}

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function I18nProvider({
  initial,
  children,
}: {
  initial: { locale: Locale; dictionary: Dictionary };
  children: ReactNode;
}) {
  const [words, setWords] = useState(initial);
  const [timeZone, setTimeZone] = useState(here);

  const setLocale = useCallback((locale: Locale) => {
    rememberLocale(locale);
    void loadDictionary(locale).then((dictionary) => setWords({ locale, dictionary }));
  }, []);

  useEffect(() => {
    document.documentElement.lang = words.locale;
  }, [words.locale]);

  const value = useMemo<I18n>(
    () => ({
      locale: words.locale,
      t: words.dictionary,
      format: createFormat({ locale: words.locale, timeZone }),
      setLocale,
      setTimeZone,
    }),
    [words, timeZone, setLocale],
  );
  return <I18nContext value={value}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (value === null) throw new Error('useI18n outside of I18nProvider');
  return value;
}

/** The words: `const t = useT(); t.blasts.title`. A missing key does not compile. */
export const useT = (): Dictionary => useI18n().t;
export const useFormat = (): Format => useI18n().format;
