import { Table } from '@mantine/core';
import type { Summary } from '../../api/router.ts';
import { useI18n } from '../../i18n/I18n.tsx';
import classes from './reports.module.css';
import { triedOf } from './outcome.ts';

/** Newest period first, the sum below. Scrolls sideways where it must, the period staying in sight. */
export function ReportTable({ summary, nameOf }: { summary: Summary; nameOf: (period: string) => string }) {
  const { t, format } = useI18n();
  const words = t.reports;
  const cells = (row: Summary['totals']) => (
    <>
      <Table.Td>{format.number(row.sent)}</Table.Td>
      <Table.Td>{format.number(row.delivered)}</Table.Td>
      <Table.Td>{format.number(row.read)}</Table.Td>
      <Table.Td>{format.number(row.failed)}</Table.Td>
      <Table.Td>{format.number(row.unknown)}</Table.Td>
      <Table.Td>{row.successRate === null ? '–' : format.percent(row.successRate)}</Table.Td>
    </>
  );
  return (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={words.table}>
      <Table className={classes.table} highlightOnHover borderColor="var(--siar-line)">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{words.period}</Table.Th>
            {[words.sent, words.delivered, words.read, words.failed, words.unknown, words.successRate].map(
              (name) => (
                <Table.Th key={name} scope="col">
                  {name}
                </Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {summary.items.toReversed().map((item) => (
            <Table.Tr key={item.period} {...(triedOf(item) === 0 ? { c: 'dimmed' } : {})}>
              <Table.Th scope="row">{nameOf(item.period)}</Table.Th>
              {cells(item)}
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr>
            <Table.Th scope="row">{words.total}</Table.Th>
            {cells(summary.totals)}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </div>
  );
}
