import { reasonText } from '@siar/shared';
import type { Message } from '../../api/router.ts';
import { useI18n } from '../../i18n/I18n.tsx';

/** Why a message did not (surely) arrive, and what can be done; null when there is nothing to explain. */
export function useReason(): (message: Message) => { sentence: string; remedy: string } | null {
  const { locale } = useI18n();
  return ({ reasonCode }) => reasonText(reasonCode, locale);
}
