import { useLocalStorage } from '@mantine/hooks';
import { PACES, type PaceName, type Pacing } from './pace.ts';

export type Who = 'all' | 'lists' | 'numbers';

/** A blast that is being written. Kept on this device as it is typed. */
export interface Draft {
  name: string;
  message: string;
  templateId: string | null;
  who: Who;
  listIds: string[];
  /** As pasted. */
  numbers: string;
  when: 'now' | 'later';
  /** ISO 8601; null while nothing is chosen. */
  scheduledAt: string | null;
  pace: PaceName;
  custom: Pacing;
}

export const EMPTY_DRAFT: Draft = {
  name: '',
  message: '',
  templateId: null,
  who: 'all',
  listIds: [],
  numbers: '',
  when: 'now',
  scheduledAt: null,
  pace: 'normal',
  custom: PACES.normal,
};

export const pacingOf = ({ pace, custom }: Draft): Pacing => (pace === 'custom' ? custom : PACES[pace]);

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
