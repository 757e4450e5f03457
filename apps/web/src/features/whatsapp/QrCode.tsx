import { create } from 'qrcode';
import { useMemo } from 'react';
import { useT } from '../../i18n/I18n.tsx';
import classes from './whatsapp.module.css';

const QUIET = 4;

/** Drawn here and nowhere else: who sees this text can link the number. */
export function QrCode({ text }: { text: string }) {
  const t = useT();
  const path = useMemo(() => pathOf(text), [text]);
  return (
    <svg
      role="img"
      aria-label={t.whatsapp.qrAlt}
      className={classes.qr}
      viewBox={`0 0 ${path.size} ${path.size}`}
      shapeRendering="crispEdges"
      data-testid="qr-code"
      data-qr={text}
    >
      {/* Always dark on white, also at night: phones read nothing else well. */}
      <rect width={path.size} height={path.size} fill="#fff" />
      <path d={path.d} fill="#000" />
    </svg>
  );
}

function pathOf(text: string): { d: string; size: number } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const parts: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) parts.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
    }
  }
  return { d: parts.join(''), size: modules.size + 2 * QUIET };
}
