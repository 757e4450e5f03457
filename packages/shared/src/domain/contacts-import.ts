import { z } from 'zod';
import { refusedRow } from './contacts.ts';
import { PHONE_PROBLEM_SENTENCES } from './phone-problems.ts';
import { importStatus } from './statuses.ts';

type Sentence = Readonly<Record<'id' | 'en', string>>;

/** Why a whole file could not be read, or not to its end. */
export const fileProblem = z.enum([
  'xlsx_not_supported_yet',
  'old_excel',
  'compressed',
  'image',
  'pdf',
  'web_page',
  'not_text',
  'empty',
  'header_only',
  'no_phone_column',
  'unclosed_quote', // details.row: where the quote opens
  'row_too_large', // details.row
  'too_many_columns', // details.row
  'too_many_rows',
  'file_gone',
  'unexpected', // our fault: every try ended at the same row
]);
export type FileProblem = z.infer<typeof fileProblem>;

/** What is wrong and what helps, in both languages. */
export const FILE_PROBLEM_SENTENCES: Readonly<Record<FileProblem, Sentence>> = {
  xlsx_not_supported_yet: {
    id: 'Ini berkas Excel. Di Excel pilih Simpan Sebagai → CSV UTF-8, lalu unggah berkas CSV itu.',
    en: 'This is an Excel workbook. In Excel choose Save As → CSV UTF-8 and upload that CSV file.',
  },
  old_excel: {
    id: 'Ini berkas Excel lama (.xls). Di Excel pilih Simpan Sebagai → CSV UTF-8, lalu unggah berkas CSV itu.',
    en: 'This is an old Excel workbook (.xls). In Excel choose Save As → CSV UTF-8 and upload that CSV file.',
  },
  compressed: {
    id: 'Ini berkas terkompresi. Ekstrak dulu, lalu unggah berkas CSV di dalamnya.',
    en: 'This is a compressed file. Unpack it and upload the CSV file inside.',
  },
  image: {
    id: 'Ini gambar, bukan daftar kontak. Unggah berkas CSV.',
    en: 'This is an image, not a list of contacts. Upload a CSV file.',
  },
  pdf: {
    id: 'Ini berkas PDF. Unggah daftarnya sebagai berkas CSV.',
    en: 'This is a PDF. Upload the list as a CSV file.',
  },
  web_page: {
    id: 'Ini halaman web, bukan CSV. Buka di Excel, lalu simpan sebagai CSV UTF-8.',
    en: 'This is a web page, not a CSV. Open it in Excel and save it as CSV UTF-8.',
  },
  not_text: {
    id: 'Berkas ini tidak berisi teks. Unggah berkas CSV.',
    en: 'This file does not hold text. Upload a CSV file.',
  },
  empty: {
    id: 'Berkasnya kosong. Periksa apakah daftar sudah tersimpan, lalu unggah lagi.',
    en: 'The file is empty. Check that the list was saved and upload it again.',
  },
  header_only: {
    id: 'Hanya ada judul kolom, tidak ada kontak di bawahnya. Isi daftarnya, lalu unggah lagi.',
    en: 'There is only a header and no contact below it. Fill in the list and upload it again.',
  },
  no_phone_column: {
    id: 'Kolom nomor tidak ditemukan. Beri judul "nomor" pada kolom nomor WhatsApp, lalu unggah lagi.',
    en: 'No column with numbers was found. Name the column of WhatsApp numbers "phone" and upload it again.',
  },
  unclosed_quote: {
    id: 'Tanda kutip (") dibuka pada baris ini dan tidak pernah ditutup, sehingga baris ini dan sesudahnya tidak terbaca. Baris sebelumnya sudah diimpor. Perbaiki tanda kutipnya, lalu unggah lagi.',
    en: 'A quote (") opens in this row and never closes, so this row and all after it could not be read. The rows before are imported. Mend the quote and upload the file again.',
  },
  row_too_large: {
    id: 'Baris ini lebih besar dari 1 MB, jadi baris ini dan sesudahnya tidak dibaca. Baris sebelumnya sudah diimpor. Periksa tanda kutip dan pemisah barisnya, lalu unggah lagi.',
    en: 'This row is larger than 1 MB, so it and all after it were not read. The rows before are imported. Check its quotes and line breaks and upload the file again.',
  },
  too_many_columns: {
    id: 'Baris ini punya lebih dari 1.000 kolom, jadi baris ini dan sesudahnya tidak dibaca. Baris sebelumnya sudah diimpor. Periksa berkasnya, lalu unggah lagi.',
    en: 'This row has more than 1,000 columns, so it and all after it were not read. The rows before are imported. Check the file and upload it again.',
  },
  too_many_rows: {
    id: 'Berkas ini punya terlalu banyak baris. Bagi menjadi beberapa berkas.',
    en: 'This file has too many rows. Divide it into several files.',
  },
  file_gone: {
    id: 'Berkas yang diunggah tidak ditemukan lagi di server. Unggah lagi.',
    en: 'The uploaded file is no longer on the server. Upload it again.',
  },
  unexpected: {
    id: 'Terjadi kesalahan di pihak kami dan impor ini tidak bisa dilanjutkan. Yang sudah diimpor tetap ada. Unggah lagi, atau hubungi admin.',
    en: 'Something went wrong on our side and this import cannot go on. What is imported stays. Upload it again, or tell the admin.',
  },
};

/** The sentence for a row's or a file's reason code; the code itself when nobody wrote one. */
export function sentenceForReason(reason: string, locale: string): string {
  const sentences: Readonly<Record<string, Sentence>> = {
    ...FILE_PROBLEM_SENTENCES,
    ...PHONE_PROBLEM_SENTENCES,
  };
  const sentence = Object.hasOwn(sentences, reason) ? sentences[reason] : undefined;
  return sentence?.[locale === 'en' ? 'en' : 'id'] ?? reason;
}

/** How many refused rows come with the run itself; all of them are in errors.csv. */
export const SHOWN_ERRORS = 100;

/**
 * One file on its way into the book. `total = imported + duplicates + invalid` at every moment; `updated` of the
 * duplicates brought a new name or field, `suppressed` of the valid rows will not be messaged.
 */
export const importRun = z.object({
  id: z.uuid(),
  fileName: z.string(),
  listId: z.uuid().nullable(),
  status: importStatus,
  /** Rows read so far, without header and blank rows. */
  total: z.int(),
  imported: z.int(),
  updated: z.int(),
  duplicates: z.int(),
  invalid: z.int(),
  suppressed: z.int(),
  /** 0…1, by the file's rows. */
  progress: z.number(),
  /** FileProblem when the file could not be read (to its end), with the sentence for people. */
  reason: z.string().nullable(),
  message: z.string().nullable(),
  /** The row that `reason` is about. */
  reasonRow: z.int().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
export type ImportRunView = z.infer<typeof importRun>;

/** With the first refused rows. */
export const importRunDetail = importRun.extend({ errors: z.array(refusedRow) });
export type ImportRunDetail = z.infer<typeof importRunDetail>;
