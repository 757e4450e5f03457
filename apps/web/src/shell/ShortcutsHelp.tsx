import { Group, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Keys } from '../app/actions/Keys.tsx';
import { useRegisteredActions } from '../app/actions/registry.ts';
import { useT } from '../i18n/I18n.tsx';

/** Which keys do what, read from the actions themselves. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }) {
  const t = useT();
  const words = t.shell.shortcuts;
  const actions = useRegisteredActions()
    .flatMap((set) => set.actions)
    .filter((action) => action.keys !== undefined);
  const unique = [...new Map(actions.map((action) => [action.keys, action])).values()];
  const go = unique.filter(({ keys }) => keys?.startsWith('g ') === true);
  const rest = unique.filter(({ keys }) => keys?.startsWith('g ') !== true);
  return (
    <Modal opened onClose={onClose} title={words.title} size="lg">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        <Stack gap="xs">
          <Title order={3}>{words.go}</Title>
          {go.map(({ id, label, keys }) => (
            <Row key={id} label={label} keys={keys ?? ''} />
          ))}
        </Stack>
        <Stack gap="xs">
          <Title order={3}>{words.general}</Title>
          {rest.map(({ id, label, keys }) => (
            <Row key={id} label={label} keys={keys ?? ''} />
          ))}
          <Row label={words.escape} keys="escape" />
          <Title order={3} mt="sm">
            {words.lists}
          </Title>
          <Row label={words.next} keys="j" />
          <Row label={words.previous} keys="k" />
          <Row label={words.open} keys="enter" />
          <Row label={words.preview} keys="space" />
          <Row label={words.rowMenu} keys="shift+f10" />
        </Stack>
      </SimpleGrid>
    </Modal>
  );
}

function Row({ label, keys }: { label: string; keys: string }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{label}</Text>
      <Keys keys={keys} />
    </Group>
  );
}
