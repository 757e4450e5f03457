/** How WhatsApp shows a text: https://faq.whatsapp.com/539178204879377 */

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'mono'; text: string }
  | { kind: 'link'; text: string }
  | { kind: 'bold' | 'italic' | 'strike'; children: Inline[] };

export type Block =
  | { kind: 'line'; children: Inline[] }
  | { kind: 'quote'; children: Inline[] }
  | { kind: 'item'; marker: string; children: Inline[] }
  | { kind: 'code'; text: string };

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Marker = keyof typeof STYLES;

const FENCE = /```([\s\S]+?)```/;
const LINK = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'*_~]/;
/** A marker only counts at the edge of a word: `2*3*4` and `nama_depan_saya` stay as they are. */
const WORD = /[\p{L}\p{N}]/u;

/** A message as its phone would draw it; marks that WhatsApp does not take for formatting stay in the text. */
export function readWhatsAppText(message: string): Block[] {
  const fence = FENCE.exec(message);
  if (fence === null) return message.split('\n').map(readLine);
  const before = message.slice(0, fence.index);
  const after = message.slice(fence.index + fence[0].length);
  return [
    ...(before === '' ? [] : readWhatsAppText(before.replace(/\n$/, ''))),
    { kind: 'code', text: (fence[1] ?? '').replace(/^\n|\n$/g, '') },
    ...(after === '' ? [] : readWhatsAppText(after.replace(/^\n/, ''))),
  ];
}

function readLine(line: string): Block {
  const quote = /^> (.+)$/.exec(line);
  if (quote !== null) return { kind: 'quote', children: readInline(quote[1] ?? '') };
  const bullet = /^[*-] (.+)$/.exec(line);
  if (bullet !== null) return { kind: 'item', marker: '•', children: readInline(bullet[1] ?? '') };
  const numbered = /^(\d{1,3}\.) (.+)$/.exec(line);
  if (numbered !== null) {
    return { kind: 'item', marker: numbered[1] ?? '', children: readInline(numbered[2] ?? '') };
  }
  return { kind: 'line', children: readInline(line) };
}

function readInline(text: string): Inline[] {
  const found: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') found.push({ kind: 'text', text: plain });
    plain = '';
  };
  let at = 0;
  while (at < text.length) {
    const piece = pieceAt(text, at);
    if (piece === null) {
      plain += text.charAt(at);
      at += 1;
      continue;
    }
    flush();
    found.push(piece.inline);
    at = piece.end;
  }
  flush();
  return found;
}

function pieceAt(text: string, at: number): { inline: Inline; end: number } | null {
  const char = text.charAt(at);
  if (char === 'h') {
    const link = LINK.exec(text.slice(at));
    if (link?.index !== 0 || isWord(text, at - 1)) return null;
    return { inline: { kind: 'link', text: link[0] }, end: at + link[0].length };
  }
  if (char === '`') {
    const end = text.indexOf('`', at + 1);
    if (end <= at + 1) return null;
    return { inline: { kind: 'mono', text: text.slice(at + 1, end) }, end: end + 1 };
  }
  if (!isMarker(char) || isWord(text, at - 1)) return null;
  const end = closingOf(text, at, char);
  if (end === null) return null;
  const children = readInline(text.slice(at + 1, end));
  return { inline: { kind: STYLES[char], children }, end: end + 1 };
}

/** The mark that ends what began at `at`: touching a letter inside, none outside. */
function closingOf(text: string, at: number, marker: Marker): number | null {
  if (/\s/.test(text.charAt(at + 1))) return null;
  for (let end = text.indexOf(marker, at + 2); end !== -1; end = text.indexOf(marker, end + 1)) {
    if (!/\s/.test(text.charAt(end - 1)) && !isWord(text, end + 1)) return end;
  }
  return null;
}

const isMarker = (char: string): char is Marker => Object.hasOwn(STYLES, char);
const isWord = (text: string, at: number): boolean => at >= 0 && WORD.test(text.charAt(at));
