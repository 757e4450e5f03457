import { Button, CopyButton, Group, ScrollArea, Stack, Table, Text, Title } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useI18n } from '../../i18n/I18n.tsx';

interface Refused {
  row: number;
  value: string;
  message: string;
}

/** Which rows were not taken, and what is wrong with each. */
export function RefusedRows({ rows, hint }: { rows: readonly Refused[]; hint?: string }) {
  const { t, format } = useI18n();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} fz="md">
          {t.contacts.invalidTitle}
        </Title>
        <CopyButton value={rows.map(({ value }) => value).join('\n')}>
          {({ copied, copy }) => (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconCopy size={14} aria-hidden />}
              onClick={copy}
            >
              {copied ? t.common.copied : t.contacts.copyInvalid}
            </Button>
          )}
        </CopyButton>
      </Group>
      {hint !== undefined && (
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      )}
      <ScrollArea.Autosize mah={280} viewportProps={{ tabIndex: 0 }}>
        <Table stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t.contacts.row}</Table.Th>
              <Table.Th>{t.contacts.value}</Table.Th>
              <Table.Th>{t.contacts.reason}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ row, value, message }) => (
              <Table.Tr key={row}>
                <Table.Td className="tabular">{format.number(row)}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                <Table.Td>{message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Stack>
  );
}
