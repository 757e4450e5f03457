import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './ListDetail.module.css';

/** The left pane: a heading, what can be done, how to find things, and the rows. */
export function ListPane({
  title,
  actions,
  tools,
  children,
}: {
  title: string;
  actions?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.listPane} aria-label={title}>
      <header className={classes.listHeader}>
        <div className={classes.listTitle}>
          <Title order={1} fz="1.0625rem">
            {title}
          </Title>
          {actions}
        </div>
        {tools !== undefined && <div className={classes.listTools}>{tools}</div>}
      </header>
      {children}
    </section>
  );
}

/** The right pane while nothing is chosen. */
export function ChooseHint({ children }: { children: ReactNode }) {
  return <div className={classes.hint}>{children}</div>;
}
