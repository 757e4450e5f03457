import { Menu } from '@mantine/core';
import {
  createContext,
  useCallback,
  useContext,
  useMemo,
  useState,
  type MouseEvent,
  type ReactNode,
} from 'react';
import type { AppAction } from './action.ts';
import { ActionMenuItems } from './ActionMenuItems.tsx';

interface Opened {
  x: number;
  y: number;
  label: string;
  actions: readonly AppAction[];
}

type Show = (event: MouseEvent, menu: { label: string; actions: readonly AppAction[] }) => void;

const ContextMenuContext = createContext<Show | null>(null);

/** One menu for all rows: right click, Shift+F10 or the menu key open it where the pointer (or the row) is. */
export function ContextMenuProvider({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const show = useCallback<Show>((event, { label, actions }) => {
    if (actions.length === 0) return;
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    // The keyboard reports no position.
    const byKeyboard = event.clientX === 0 && event.clientY === 0;
    const x = byKeyboard ? box.left + 24 : event.clientX;
    const y = byKeyboard ? box.top + box.height / 2 : event.clientY;
    setOpened({ x, y, label, actions });
  }, []);
  const close = useCallback(() => setOpened(null), []);
  const at = useMemo(
    () => ({ position: 'fixed' as const, left: opened?.x ?? 0, top: opened?.y ?? 0, width: 1, height: 1 }),
    [opened],
  );

  return (
    <ContextMenuContext value={show}>
      {children}
      {opened !== null && (
        <Menu
          key={`${opened.x}:${opened.y}`}
          opened
          onChange={(open) => {
            if (!open) close();
          }}
          position="bottom-start"
          withinPortal
          trapFocus
          returnFocus
          width={230}
        >
          <Menu.Target>
            <div style={at} aria-hidden />
          </Menu.Target>
          <Menu.Dropdown aria-label={opened.label}>
            <ActionMenuItems actions={opened.actions} />
          </Menu.Dropdown>
        </Menu>
      )}
    </ContextMenuContext>
  );
}

export function useContextMenu(): Show {
  const show = useContext(ContextMenuContext);
  if (show === null) throw new Error('useContextMenu outside of its provider');
  return show;
}
