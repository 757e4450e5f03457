import type { Message } from '../../api/router.ts';
import { useI18n } from '../../i18n/I18n.tsx';

/** Why a message did not (surely) arrive, in words; null when there is nothing to explain. */
export function useReason(): (message: Message) => string | null {
  const { t } = useI18n();
  return ({ status, reasonCode, reason }) => {
    if (reasonCode === null) {
      return status === 'UNKNOWN' ? t.status.messageMeaning.UNKNOWN : null;
    }
    return t.blasts.reasons[reasonCode] ?? reason ?? `${t.blasts.reasons['unknown'] ?? ''} (${reasonCode})`;
  };
}
