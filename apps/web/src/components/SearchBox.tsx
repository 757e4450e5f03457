import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useActions } from '../app/actions/registry.ts';
import { useT } from '../i18n/I18n.tsx';

/** Searches as one types; `/` brings the focus here, Esc empties it. */
export function SearchBox({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback(onChange, 200);
  const set = (next: string) => {
    setTyped(next);
    tell(next.trim());
  };
  useActions('here', [
    { id: 'list.search', label, icon: IconSearch, keys: '/', run: () => input.current?.focus() },
  ]);
  return (
    <TextInput
      ref={input}
      type="search"
      size="sm"
      flex={1}
      miw={150}
      aria-label={label}
      placeholder={label}
      value={typed}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed === '' ? null : (
          <CloseButton size="sm" aria-label={t.common.clearSearch} onClick={() => set('')} />
        )
      }
      onChange={(event) => set(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        if (typed === '') event.currentTarget.blur();
        else set('');
      }}
    />
  );
}
