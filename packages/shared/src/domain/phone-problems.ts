import { z } from 'zod';

/** Why a value is no number that WhatsApp could have. For programs; `PHONE_PROBLEM_SENTENCES` is for people. */
export const phoneProblem = z.enum([
  'empty',
  'excel_scientific', // 6.28E+11: the last digits are gone
  'letters',
  'malformed', // other characters than a number has, or a number with decimals
  'several_numbers', // two numbers in one cell
  'too_short',
  'too_long',
  'landline',
  'short_code', // 119, 1500xxx
  'unknown_country',
  'missing_plus', // right for another country, if only it began with +
  'not_a_mobile', // toll-free, premium, pager …
  'not_assigned', // the right length, but no operator has such numbers
]);
export type PhoneProblem = z.infer<typeof phoneProblem>;

/** What is wrong and what helps, in both languages. */
export const PHONE_PROBLEM_SENTENCES: Readonly<Record<PhoneProblem, { id: string; en: string }>> = {
  empty: {
    id: 'Nomornya kosong. Isi nomor WhatsApp pada baris ini.',
    en: 'There is no number. Fill in the WhatsApp number of this row.',
  },
  excel_scientific: {
    id: 'Excel mengubah nomor ini menjadi notasi ilmiah sehingga angka akhirnya hilang. Ubah format kolom menjadi Teks, tulis ulang nomornya, lalu simpan lagi.',
    en: 'Excel turned this number into scientific notation and lost its last digits. Format the column as Text, enter the number again and save.',
  },
  letters: {
    id: 'Ada huruf di dalam nomor. Tulis angkanya saja.',
    en: 'There are letters in the number. Write digits only.',
  },
  malformed: {
    id: 'Ini bukan nomor telepon. Tulis seperti 0812-3456-7890.',
    en: 'This is not a phone number. Write it like 0812-3456-7890.',
  },
  several_numbers: {
    id: 'Ada lebih dari satu nomor di sini. Tulis satu nomor per baris.',
    en: 'There is more than one number here. Write one number per row.',
  },
  too_short: {
    id: 'Nomornya terlalu pendek. Periksa angka yang kurang.',
    en: 'The number is too short. Check for missing digits.',
  },
  too_long: {
    id: 'Nomornya terlalu panjang. Periksa angka yang berlebih.',
    en: 'The number is too long. Check for extra digits.',
  },
  landline: {
    id: 'Ini nomor telepon rumah atau kantor. Pakai nomor ponsel.',
    en: 'This is a landline. Use a mobile number.',
  },
  short_code: {
    id: 'Ini nomor layanan pendek. Pakai nomor ponsel.',
    en: 'This is a short service number. Use a mobile number.',
  },
  unknown_country: {
    id: 'Kode negaranya tidak dikenal. Periksa angka setelah tanda +.',
    en: 'No country has this code. Check the digits after the +.',
  },
  missing_plus: {
    id: 'Bila ini nomor luar negeri, tulis dengan + di depan, misalnya +60…',
    en: 'If this is a number from abroad, write it with + in front, such as +60…',
  },
  not_a_mobile: {
    id: 'Ini bukan nomor ponsel (bebas pulsa, premium, atau sejenisnya). Pakai nomor ponsel.',
    en: 'This is not a mobile number (toll-free, premium or the like). Use a mobile number.',
  },
  not_assigned: {
    id: 'Tidak ada operator yang memakai nomor seperti ini. Periksa angkanya.',
    en: 'No operator uses numbers like this. Check the digits.',
  },
};
