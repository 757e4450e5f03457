import { useLocalStorage } from '@mantine/hooks';
import { DEFAULT_PACE, type Pace } from '@siar/shared';
import type { Blast } from '../../api/router.ts';
import { PACES, type PaceName } from './pace.ts';

/** `kept`: a draft's own recipients stay as they are. */
export type Who = 'all' | 'lists' | 'numbers' | 'kept';

/** A blast that is being written. A new one is kept on this device as it is typed. */
export interface Draft {
  name: string;
  message: string;
  templateId: string | null;
  who: Who;
  listIds: string[];
  /** As pasted. */
  numbers: string;
  /** How many recipients a draft on the server has, where they cannot be shown one by one. */
  keptCount: number;
  when: 'now' | 'later';
  /** ISO 8601; null while nothing is chosen. */
  scheduledAt: string | null;
  pace: PaceName;
  custom: Pace;
}

export const EMPTY_DRAFT: Draft = {
  name: '',
  message: '',
  templateId: null,
  who: 'all',
  listIds: [],
  numbers: '',
  keptCount: 0,
  when: 'now',
  scheduledAt: null,
  pace: 'normal',
  custom: DEFAULT_PACE,
};

export const pacingOf = ({ pace, custom }: Draft): Pace => (pace === 'custom' ? custom : PACES[pace]);

/** A draft of the server, to be written on. */
export function draftOf(blast: Blast): Draft {
  const { audience, pacing } = blast;
  const { numberCount } = audience;
  const listIds = audience.listIds ?? [];
  const isMixed = numberCount > 0 || (audience.all === true && listIds.length > 0);
  const named = (Object.keys(PACES) as (keyof typeof PACES)[]).find(
    (name) => PACES[name].minDelayMs === pacing.minDelayMs && PACES[name].maxDelayMs === pacing.maxDelayMs,
  );
  return {
    ...EMPTY_DRAFT,
    name: blast.name,
    message: blast.message,
    templateId: blast.templateId,
    who: isMixed ? 'kept' : audience.all === true ? 'all' : 'lists',
    listIds,
    keptCount: isMixed ? numberCount : 0,
    pace: named ?? 'custom',
    custom: pacing,
  };
}

/** Two accounts on one device do not see each other's drafts. */
export function useStoredDraft(userId: string) {
  return useLocalStorage<Draft>({
    key: `siar.draft.${userId}`,
    defaultValue: EMPTY_DRAFT,
    getInitialValueInEffect: false,
    deserialize: (text) => {
      try {
        // A draft of an older release may lack a field.
        return { ...EMPTY_DRAFT, ...(JSON.parse(text ?? '{}') as Partial<Draft>) };
      } catch {
        return EMPTY_DRAFT;
      }
    },
  });
}
