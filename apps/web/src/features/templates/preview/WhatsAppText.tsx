import { Fragment, useMemo, type ReactNode } from 'react';
import classes from './preview.module.css';
import { readWhatsAppText, type Block, type Inline } from './whatsapp-text.ts';

/** A message drawn as WhatsApp draws it: *bold*, _italic_, ~struck~, `code`, lists and quotes. */
export function WhatsAppText({ children }: { children: string }) {
  const blocks = useMemo(() => readWhatsAppText(children), [children]);
  return blocks.map((block, index) => <Fragment key={index}>{drawBlock(block)}</Fragment>);
}

function drawBlock(block: Block): ReactNode {
  switch (block.kind) {
    case 'code':
      return <pre className={classes.code}>{block.text}</pre>;
    case 'quote':
      return <blockquote className={classes.quote}>{block.children.map(drawInline)}</blockquote>;
    case 'item':
      return (
        <div className={classes.item}>
          <span>{block.marker}</span>
          <span>{block.children.map(drawInline)}</span>
        </div>
      );
    case 'line':
      return <div className={classes.line}>{block.children.map(drawInline)}</div>;
  }
}

function drawInline(part: Inline, index: number): ReactNode {
  switch (part.kind) {
    case 'text':
      return <Fragment key={index}>{part.text}</Fragment>;
    case 'mono':
      return (
        <code key={index} className={classes.mono}>
          {part.text}
        </code>
      );
    // Not a real link: a preview that leads away from a half-written message would be a trap.
    case 'link':
      return (
        <span key={index} className={classes.link}>
          {part.text}
        </span>
      );
    case 'bold':
      return <strong key={index}>{part.children.map(drawInline)}</strong>;
    case 'italic':
      return <em key={index}>{part.children.map(drawInline)}</em>;
    case 'strike':
      return <s key={index}>{part.children.map(drawInline)}</s>;
  }
}
