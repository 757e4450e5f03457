/**
 * Text as PostgreSQL can keep it: it refuses NUL in text and lone surrogates in JSON. Other control characters go
 * too, except line breaks and tabs; composed form, so that "é" is found however it was typed.
 */
export function storableText(text: string): string {
  return (
    text
      .toWellFormed()
      .normalize('NFC')
      // eslint-disable-next-line no-control-regex -- these are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
  );
}
