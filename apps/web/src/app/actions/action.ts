import type { Icon } from '@tabler/icons-react';

/**
 * Something a person can do. Defined once; the toolbar, the context menu, the menubar, the palette and the keyboard
 * all show and run this same object.
 */
export interface AppAction {
  /** Stable, such as `blast.pause`; tests and React keys hold on to it. */
  id: string;
  label: string;
  icon: Icon;
  run: () => void;
  /** `n`, `/`, `g b` (one after the other) or `mod+k`. */
  keys?: string;
  /** Not possible now, and why: shown instead of hiding the action. */
  disabled?: string | undefined;
  /** Cannot be taken back. */
  danger?: boolean;
  /** Words to be found by, beside the label. */
  also?: string;
}

export type ActionGroup = 'here' | 'do' | 'go';
