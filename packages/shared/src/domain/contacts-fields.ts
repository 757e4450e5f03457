/** Names that mean the contact's own name, as headers and as placeholders. */
const NAME_WORDS: readonly string[] = ['name', 'nama', 'full_name', 'nama_lengkap'];

/**
 * The one form under which a column is stored and called: "No. Pesanan" → `no_pesanan`, "Nama" → `name`.
 * So `{{Kota}}`, `{{kota}}` and a column headed " KOTA " are the same thing. Empty when nothing is left.
 */
export function fieldKey(label: string): string {
  const key = label
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64);
  return NAME_WORDS.includes(key) ? 'name' : key;
}
