/** Puts text where the caret is (or over what is selected) so that the browser's own undo still takes it back. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  // Deprecated, but the only way into a text field's undo history; every browser still has it.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const isDone = document.execCommand('insertText', false, text);
  if (isDone) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** *Between marks*: what is selected, or the caret ready between two of them. Pressed again, they come off. */
export function wrapSelection(field: HTMLTextAreaElement, mark: string): void {
  const { value, selectionStart: from, selectionEnd: to } = field;
  const selected = value.slice(from, to);
  const isMarked =
    value.slice(from - mark.length, from) === mark && value.slice(to, to + mark.length) === mark && to > from;
  if (isMarked) {
    field.setSelectionRange(from - mark.length, to + mark.length);
    insertText(field, selected);
    field.setSelectionRange(from - mark.length, to - mark.length);
    return;
  }
  // WhatsApp ignores marks that touch a space inside.
  const core = selected.trim();
  const start = from + (core === '' ? 0 : selected.indexOf(core));
  field.setSelectionRange(start, start + core.length);
  insertText(field, `${mark}${core}${mark}`);
  field.setSelectionRange(start + mark.length, start + mark.length + core.length);
}
