import { Table, VisuallyHidden } from '@mantine/core';
import type { Stats } from '../../../api/router.ts';
import { useI18n } from '../../../i18n/I18n.tsx';

/** Today and the last seven days, state by state: the chart's numbers for those who want them exact. */
export function MessagesByStatus({ stats }: { stats: Stats }) {
  const { t, format } = useI18n();
  const words = t.admin.week;
  const { today, last7Days } = stats.messages;
  const rate = (share: number | null) => (share === null ? '–' : format.percent(share));
  const rows = [
    ...(['sent', 'delivered', 'read', 'failed', 'unknown'] as const).map((status) => ({
      name: words[status],
      today: format.number(today[status]),
      week: format.number(last7Days[status]),
    })),
    { name: words.successRate, today: rate(today.successRate), week: rate(last7Days.successRate) },
  ];
  return (
    <Table verticalSpacing={6} borderColor="var(--siar-line)">
      <Table.Caption>
        <VisuallyHidden>{words.caption}</VisuallyHidden>
      </Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{words.status}</Table.Th>
          <Table.Th scope="col" ta="end">
            {words.today}
          </Table.Th>
          <Table.Th scope="col" ta="end">
            {words.last7}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.name}>
            <Table.Th scope="row" fw={450}>
              {row.name}
            </Table.Th>
            <Table.Td ta="end">{row.today}</Table.Td>
            <Table.Td ta="end">{row.week}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
