import { Splitter } from '@mantine/core';
import type { ReactNode } from 'react';
import { useListWidth, useViewport } from '../app/preferences.ts';
import { useT } from '../i18n/I18n.tsx';
import classes from './ListDetail.module.css';

/** A list and what is chosen in it: side by side where there is room, one after the other on a phone. */
export function ListDetail({
  page,
  list,
  detail,
  hasDetail,
}: {
  /** Under which name the width is remembered. */
  page: string;
  list: ReactNode;
  detail: ReactNode;
  hasDetail: boolean;
}) {
  const t = useT();
  const viewport = useViewport();
  const [width, setWidth] = useListWidth(page);
  if (viewport === 'phone') return <div className={classes.single}>{hasDetail ? detail : list}</div>;
  return (
    <Splitter
      className={classes.splitter}
      sizes={[width, 100 - width]}
      onSizeChange={([size]) => {
        if (typeof size === 'number') setWidth(Math.round(size * 10) / 10);
      }}
      lineSize={1}
      withHandle={false}
      aria-label={t.shell.resize}
    >
      <Splitter.Pane defaultSize={34} min={22} max={60} className={classes.pane}>
        {list}
      </Splitter.Pane>
      <Splitter.Pane defaultSize={66} min={40} className={classes.pane}>
        {detail}
      </Splitter.Pane>
    </Splitter>
  );
}
