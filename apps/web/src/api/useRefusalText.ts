import { ERROR_TEXTS } from '@siar/shared';
import { useCallback } from 'react';
import { useI18n } from '../i18n/I18n.tsx';
import { refusalOf } from './refusal.ts';

/** A failure in the three parts that a person needs: what happened and why, what to do, and a number to quote. */
export interface RefusalText {
  sentence: string;
  remedy: string;
  requestId: string | null;
}

export function useRefusalText(): (error: unknown) => RefusalText {
  const { locale, t, format } = useI18n();
  return useCallback(
    (error) => {
      const { code, details } = refusalOf(error);
      if (code === null)
        return { sentence: t.common.offlineWhy, remedy: t.common.offlineHint, requestId: null };
      const texts = ERROR_TEXTS[locale];
      const { sentence, remedy } = Object.hasOwn(texts, code) ? texts[code] : texts.internal;
      const requestId = typeof details['requestId'] === 'string' ? details['requestId'] : null;
      const seconds = details['retryAfterSeconds'];
      const wait = typeof seconds === 'number' ? ` (${format.duration(seconds * 1_000)})` : '';
      return { sentence, remedy: `${remedy}${wait}`, requestId };
    },
    [locale, t, format],
  );
}
