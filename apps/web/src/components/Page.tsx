import { ActionIcon, Group, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import clsx from 'clsx';
import { useEffect, type ReactNode } from 'react';
import { useT } from '../i18n/I18n.tsx';
import classes from './Page.module.css';

/** One pane's content: a heading that stays, its tools, and what scrolls under it. */
export function Page({
  title,
  badge,
  tools,
  onBack,
  width = 'normal',
  flush = false,
  children,
}: {
  title: string;
  badge?: ReactNode;
  tools?: ReactNode;
  /** Shown where the list is not beside this pane. */
  onBack?: (() => void) | undefined;
  width?: 'normal' | 'full';
  /** The content brings its own edges and its own scrolling. */
  flush?: boolean;
  children: ReactNode;
}) {
  const t = useT();
  useDocumentTitle(title);
  return (
    <section className={classes.page} aria-label={title}>
      <header className={classes.header}>
        <Group gap="xs" wrap="nowrap" miw={0} className={classes.headline}>
          {onBack !== undefined && (
            <ActionIcon aria-label={t.common.back} onClick={onBack} size="lg">
              <IconArrowLeft size={18} aria-hidden />
            </ActionIcon>
          )}
          <Title order={1} className={classes.title} tabIndex={-1} data-page-title>
            {title}
          </Title>
          {badge}
        </Group>
        {tools !== undefined && <div className={classes.tools}>{tools}</div>}
      </header>
      {/* Focusable, so that the keyboard can scroll it. */}
      <div
        className={clsx(classes.body, flush && classes.flush)}
        {...(flush ? {} : { tabIndex: 0, role: 'group', 'aria-label': title })}
      >
        {flush ? (
          children
        ) : (
          <div className={clsx(classes.content, width === 'full' && classes.full)}>{children}</div>
        )}
      </div>
    </section>
  );
}

function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Siar`;
  }, [title]);
}

/** A titled piece of a page. */
export function Section({
  title,
  tools,
  children,
  className,
}: {
  title?: string;
  tools?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  return (
    <section
      className={clsx(classes.section, className)}
      {...(title === undefined ? {} : { 'aria-label': title })}
    >
      {title !== undefined && (
        <Group justify="space-between" mb="sm" gap="sm">
          <Title order={2}>{title}</Title>
          {tools}
        </Group>
      )}
      {children}
    </section>
  );
}
