import { useState } from 'react';
import type { Template } from '../../../api/router.ts';

export interface Draft {
  name: string;
  body: string;
}

const EMPTY: Draft = { name: '', body: '' };

/**
 * What is being written, beside what the server has. A template that changed elsewhere is taken over as long as
 * nothing was written here; otherwise the save will find out.
 */
export function useDraft(template: Template | null) {
  const [base, setBase] = useState(template);
  const [draft, setDraft] = useState<Draft>(template ?? EMPTY);
  const saved: Draft = base ?? EMPTY;
  const isDirty = draft.name !== saved.name || draft.body !== saved.body;

  const take = (next: Template) => {
    setBase(next);
    setDraft({ name: next.name, body: next.body });
  };
  if (template !== null && base !== null && template.updatedAt !== base.updatedAt && !isDirty) take(template);

  return {
    draft,
    isDirty,
    /** Null for one that is not saved yet. */
    baseVersion: base?.version ?? null,
    write: (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change })),
    take,
  };
}
