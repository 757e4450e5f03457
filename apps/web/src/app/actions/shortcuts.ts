import { useEffect } from 'react';
import type { ActionGroup } from './action.ts';
import { useActionRegistry, type Registered } from './registry.ts';

/** Longest pause between the two keys of `g b`. */
const SEQUENCE_MS = 900;

/** What the page on the screen offers goes before the shell, whichever of them was drawn first. */
const RANK: Readonly<Record<ActionGroup, number>> = { here: 0, do: 1, go: 2 };

/** Runs the action whose keys were pressed. */
export function useShortcuts(): void {
  const registry = useActionRegistry();
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return;
      const mod = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      if (!mod && (isTyping(event.target) || isModalOpen())) return;
      const pressed = mod ? `mod+${key}` : key;
      const sequence =
        first !== null && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${pressed}` : null;
      const action =
        (sequence === null ? undefined : find(registry.all(), sequence)) ?? find(registry.all(), pressed);
      first = mod || action !== undefined ? null : { key: pressed, at: event.timeStamp };
      if (action === undefined || action.disabled !== undefined) return;
      event.preventDefault();
      action.run();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [registry]);
}

function find(sets: readonly Registered[], keys: string) {
  return [...sets]
    .reverse()
    .sort((a, b) => RANK[a.group] - RANK[b.group])
    .flatMap(({ actions }) => actions)
    .find((action) => action.keys === keys);
}

/** Letters belong to the field they are typed into. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="textbox"]') !== null;
}

/** An open dialog or menu keeps its keys to itself. */
function isModalOpen(): boolean {
  return document.querySelector('[aria-modal="true"], [role="menu"]') !== null;
}
