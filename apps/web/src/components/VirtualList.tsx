import { useVirtualizer } from '@tanstack/react-virtual';
import clsx from 'clsx';
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import classes from './VirtualList.module.css';

export interface VirtualListProps<Item> {
  label: string;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** Its words are also the row's name: nothing in it may take the focus. */
  renderRow: (item: Item) => ReactNode;
  rowHeight: number;
  activeKey?: string | undefined;
  /** `preview`: with Space, the focus stays in the list. */
  onOpen: (item: Item, how: 'open' | 'preview') => void;
  /** `x` chooses a row for an action on several. */
  onToggle?: (item: Item) => void;
  isChosen?: (item: Item) => boolean;
  onContextMenu?: (event: MouseEvent, item: Item) => void;
  /** Called when the end is near; absent on the last page. */
  onMore?: (() => void) | undefined;
}

/**
 * A list that holds any number of rows: only what is seen is in the document. One tab stop; arrows or j/k move,
 * Enter opens, Space previews.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, keyOf, renderRow, rowHeight, activeKey } = props;
  const { onOpen, onToggle, isChosen, onContextMenu, onMore } = props;
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  // eslint-disable-next-line react-hooks/incompatible-library -- none of its functions reaches a memoized child
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);

  const rows = virtualizer.getVirtualItems();
  const lastSeen = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (items.length > 0 && lastSeen >= items.length - 15) onMore?.();
  }, [lastSeen, items.length, onMore]);

  const stop = Math.min(focused, Math.max(0, items.length - 1));
  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(items.length - 1, index));
    setFocused(next);
    virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = items[stop];
    switch (event.key) {
      case 'ArrowDown':
      case 'j':
        moveTo(stop + 1);
        break;
      case 'ArrowUp':
      case 'k':
        moveTo(stop - 1);
        break;
      case 'Home':
        moveTo(0);
        break;
      case 'End':
        moveTo(items.length - 1);
        break;
      case 'PageDown':
        moveTo(stop + 10);
        break;
      case 'PageUp':
        moveTo(stop - 10);
        break;
      case 'Enter':
        if (item !== undefined) onOpen(item, 'open');
        break;
      case ' ':
        if (item !== undefined) onOpen(item, 'preview');
        break;
      case 'x':
        if (item === undefined || onToggle === undefined) return;
        onToggle(item);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={box} className={classes.box} data-list>
      <div
        role="listbox"
        aria-label={label}
        aria-multiselectable={isChosen !== undefined}
        className={classes.rows}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {rows.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          const key = keyOf(item);
          return (
            <div
              key={key}
              role="option"
              aria-selected={isChosen === undefined ? key === activeKey : isChosen(item)}
              aria-current={key === activeKey || undefined}
              aria-posinset={row.index + 1}
              aria-setsize={onMore === undefined ? items.length : -1}
              tabIndex={row.index === stop ? 0 : -1}
              data-index={row.index}
              className={clsx(classes.row, key === activeKey && classes.active)}
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
              onFocus={() => setFocused(row.index)}
              onClick={() => onOpen(item, 'open')}
              onContextMenu={(event) => onContextMenu?.(event, item)}
            >
              {renderRow(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
