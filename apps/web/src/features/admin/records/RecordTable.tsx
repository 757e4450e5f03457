import { Table, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useViewport } from '../../../app/preferences.ts';
import classes from './records.module.css';

export interface Column<Item> {
  id: string;
  header: string;
  render: (item: Item) => ReactNode;
  align?: 'end';
  /** For columns that need no name to those who see them. */
  isHeaderHidden?: boolean;
}

/** Rows of facts: a table where there is room, a card per row on a phone. The first column names the row. */
export function RecordTable<Item>({
  label,
  columns,
  items,
  keyOf,
}: {
  label: string;
  columns: readonly Column<Item>[];
  items: readonly Item[];
  keyOf: (item: Item) => string;
}) {
  const viewport = useViewport();
  return viewport === 'phone' ? (
    <ul className={classes.cards} aria-label={label}>
      {items.map((item) => (
        <li key={keyOf(item)} className={classes.card}>
          <dl className={classes.facts}>
            {columns.map((column, index) => (
              <div key={column.id} className={index === 0 ? classes.cardTitle : classes.fact}>
                <dt>{column.header}</dt>
                <dd>{column.render(item)}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  ) : (
    <div className={classes.scroll} tabIndex={0} role="group" aria-label={label}>
      <Table className={classes.table} highlightOnHover verticalSpacing="xs" borderColor="var(--siar-line)">
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.id} scope="col" ta={column.align}>
                {column.isHeaderHidden === true ? (
                  <VisuallyHidden>{column.header}</VisuallyHidden>
                ) : (
                  column.header
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((item) => (
            <Table.Tr key={keyOf(item)}>
              {columns.map((column) => (
                <Table.Td key={column.id} ta={column.align}>
                  {column.render(item)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
