import { createContext, useContext } from 'react';
import type { Person } from '../../../api/router.ts';

/** Which of the users' dialogs is open, and about whom. */
export type UserDialog =
  | { kind: 'create' }
  | { kind: 'edit'; user: Person }
  | { kind: 'grant'; user: Person }
  | { kind: 'delete'; user: Person };

/** Opens one; null closes it. */
export const UserDialogContext = createContext<((dialog: UserDialog | null) => void) | null>(null);

export function useUserDialog(): (dialog: UserDialog | null) => void {
  const open = useContext(UserDialogContext);
  if (open === null) throw new Error('useUserDialog outside of UsersPage');
  return open;
}
