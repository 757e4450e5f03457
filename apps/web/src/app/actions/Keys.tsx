import { Group, Kbd, Text } from '@mantine/core';
import { useT } from '../../i18n/I18n.tsx';

const NAMES: Readonly<Record<string, string>> = {
  mod: navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl',
  escape: 'Esc',
  enter: 'Enter',
  space: 'Space',
  arrowdown: '↓',
  arrowup: '↑',
};

/** `g b`, `mod+k` as keycaps. */
export function Keys({ keys }: { keys: string }) {
  const t = useT();
  return (
    <Group gap={4} wrap="nowrap" component="span">
      {keys.split(' ').map((chord, index) => (
        <Group key={chord} gap={4} wrap="nowrap" component="span">
          {index > 0 && (
            <Text size="xs" c="dimmed" component="span">
              {t.shell.shortcuts.then}
            </Text>
          )}
          <Kbd size="xs">
            {chord
              .split('+')
              .map((key) => NAMES[key] ?? key.toUpperCase())
              .join('+')}
          </Kbd>
        </Group>
      ))}
    </Group>
  );
}
