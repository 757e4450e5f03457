import type { ErrorCode } from '../errors.ts';
import { DEFAULT_LOCALE, type Locale } from './locale.ts';

/** A refusal in words for people. */
export interface ErrorText {
  /** What happened and why. One sentence. */
  readonly sentence: string;
  /** What to do now. One sentence. */
  readonly remedy: string;
}

type ErrorTexts = Readonly<Record<ErrorCode, ErrorText>>;

const INDONESIAN: ErrorTexts = {
  invalid_input: {
    sentence: 'Permintaan ditolak karena ada isian yang tidak sesuai.',
    remedy: 'Perbaiki isian yang disebutkan, lalu kirim lagi.',
  },
  unauthenticated: {
    sentence: 'Anda belum masuk, atau masa masuk Anda sudah berakhir.',
    remedy: 'Silakan masuk lagi.',
  },
  invalid_credentials: {
    sentence: 'E-mail atau kata sandi tidak cocok.',
    remedy: 'Periksa keduanya, lalu coba lagi.',
  },
  account_inactive: {
    sentence: 'Akun ini dinonaktifkan oleh admin.',
    remedy: 'Hubungi admin untuk mengaktifkannya kembali.',
  },
  forbidden: {
    sentence: 'Bagian ini tidak terbuka untuk peran akun Anda.',
    remedy: 'Masuk dengan akun yang berhak, atau minta bantuan admin.',
  },
  origin_not_allowed: {
    sentence: 'Permintaan ditolak karena datang dari alamat web yang tidak dikenal.',
    remedy: 'Buka Siar dari alamat resminya, atau pakai token untuk program.',
  },
  not_found: {
    sentence: 'Yang Anda cari tidak ada, atau sudah dihapus.',
    remedy: 'Kembali ke daftar dan muat ulang.',
  },
  conflict: {
    sentence: 'Data ini sudah berubah sejak Anda membukanya.',
    remedy: 'Muat ulang, lalu ulangi perubahan Anda.',
  },
  email_taken: {
    sentence: 'E-mail ini sudah dipakai akun lain.',
    remedy: 'Masuk dengan e-mail itu, atau pakai e-mail lain.',
  },
  name_taken: {
    sentence: 'Nama ini sudah dipakai.',
    remedy: 'Pilih nama lain.',
  },
  password_too_long: {
    sentence: 'Kata sandi lebih panjang dari 72 bita, dan sisanya tidak akan diperiksa.',
    remedy: 'Pakai kata sandi yang lebih pendek.',
  },
  rate_limited: {
    sentence: 'Terlalu banyak permintaan dalam waktu singkat.',
    remedy: 'Tunggu sebentar, lalu coba lagi.',
  },
  payload_too_large: {
    sentence: 'Kiriman lebih besar dari batas.',
    remedy: 'Bagi menjadi beberapa bagian yang lebih kecil.',
  },
  malformed_json: {
    sentence: 'Isi permintaan bukan JSON yang utuh.',
    remedy: 'Perbaiki JSON-nya, lalu kirim lagi.',
  },
  unsupported_media_type: {
    sentence: 'Jenis isi permintaan tidak dikenal di sini.',
    remedy: 'Kirim sebagai application/json, atau multipart/form-data untuk berkas.',
  },
  invalid_phone_number: {
    sentence: 'Nomor ini bukan nomor ponsel yang lengkap.',
    remedy: 'Tulis seperti 0812 3456 7890 atau +62 812 3456 7890.',
  },
  file_unreadable: {
    sentence: 'Berkas tidak dapat dibaca.',
    remedy: 'Simpan ulang sebagai CSV atau XLSX, lalu unggah lagi.',
  },
  file_empty: {
    sentence: 'Berkas tidak berisi satu baris pun.',
    remedy: 'Pilih berkas yang berisi nomor.',
  },
  audience_empty: {
    sentence: 'Blast ini tidak akan sampai ke siapa pun karena penerimanya kosong.',
    remedy: 'Pilih daftar atau tambahkan nomor.',
  },
  idempotency_mismatch: {
    sentence: 'Idempotency-Key ini sudah dipakai untuk permintaan dengan isi yang lain.',
    remedy: 'Pakai kunci baru untuk permintaan baru.',
  },
  illegal_transition: {
    sentence: 'Tindakan ini tidak dapat dilakukan pada keadaan sekarang.',
    remedy: 'Muat ulang untuk melihat keadaan terakhir dan pilihan yang ada.',
  },
  whatsapp_not_connected: {
    sentence: 'Nomor WhatsApp Anda belum tersambung.',
    remedy: 'Buka halaman WhatsApp dan pindai kodenya dengan ponsel Anda.',
  },
  whatsapp_already_connected: {
    sentence: 'Nomor WhatsApp Anda sudah tersambung.',
    remedy: 'Untuk mengganti nomor, keluar dulu dari nomor yang sekarang.',
  },
  number_in_use: {
    sentence: 'Nomor WhatsApp ini sudah tertaut ke akun lain.',
    remedy: 'Lepaskan dari akun itu, atau tautkan nomor lain.',
  },
  quota_exceeded: {
    sentence: 'Kuota pesan Anda tidak cukup untuk blast ini.',
    remedy: 'Kurangi penerima, atau tambah paket di halaman Langganan.',
  },
  subscription_required: {
    sentence: 'Anda belum punya langganan yang aktif.',
    remedy: 'Pilih paket di halaman Langganan.',
  },
  payments_unavailable: {
    sentence: 'Pembayaran sedang tidak dapat diproses.',
    remedy: 'Coba lagi beberapa menit lagi; uang Anda tidak terpotong.',
  },
  last_admin: {
    sentence: 'Ini admin aktif yang terakhir, jadi tidak dapat dihapus, dinonaktifkan atau diturunkan.',
    remedy: 'Jadikan orang lain admin lebih dulu.',
  },
  busy: {
    sentence: 'Sistem sedang sibuk dan belum sempat mengerjakan ini.',
    remedy: 'Coba lagi sebentar lagi.',
  },
  unavailable: {
    sentence: 'Salah satu bagian sistem sedang tidak terjangkau.',
    remedy: 'Coba lagi beberapa saat; pekerjaan yang sudah tersimpan tidak hilang.',
  },
  internal: {
    sentence: 'Ada kesalahan di pihak kami dan sudah tercatat.',
    remedy: 'Coba lagi; bila berulang, sebutkan nomor permintaannya kepada admin.',
  },
};

const ENGLISH: ErrorTexts = {
  invalid_input: {
    sentence: 'The request was refused because a value in it is not as it should be.',
    remedy: 'Correct the values that are named and send it again.',
  },
  unauthenticated: {
    sentence: 'You are not logged in, or your login has expired.',
    remedy: 'Please log in again.',
  },
  invalid_credentials: {
    sentence: 'E-mail and password do not match.',
    remedy: 'Check both and try again.',
  },
  account_inactive: {
    sentence: 'An admin has deactivated this account.',
    remedy: 'Ask an admin to activate it again.',
  },
  forbidden: {
    sentence: 'This part is not open to the role of your account.',
    remedy: 'Log in with an account that may, or ask an admin.',
  },
  origin_not_allowed: {
    sentence: 'The request was refused because it came from an unknown web address.',
    remedy: 'Open Siar at its own address, or use a token for programs.',
  },
  not_found: {
    sentence: 'What you are looking for is not there, or has been deleted.',
    remedy: 'Go back to the list and reload it.',
  },
  conflict: {
    sentence: 'This has changed since you opened it.',
    remedy: 'Reload and make your change again.',
  },
  email_taken: {
    sentence: 'Another account already uses this e-mail address.',
    remedy: 'Log in with it, or use another address.',
  },
  name_taken: {
    sentence: 'This name is already taken.',
    remedy: 'Choose another name.',
  },
  password_too_long: {
    sentence: 'The password is longer than 72 bytes, and the rest of it would not be checked.',
    remedy: 'Use a shorter password.',
  },
  rate_limited: {
    sentence: 'There were too many requests in a short time.',
    remedy: 'Wait a moment and try again.',
  },
  payload_too_large: {
    sentence: 'What was sent is larger than the limit.',
    remedy: 'Divide it into smaller parts.',
  },
  malformed_json: {
    sentence: 'The body of the request is not complete JSON.',
    remedy: 'Correct the JSON and send it again.',
  },
  unsupported_media_type: {
    sentence: 'A body of this type is not understood here.',
    remedy: 'Send application/json, or multipart/form-data for a file.',
  },
  invalid_phone_number: {
    sentence: 'This is not a complete mobile number.',
    remedy: 'Write it like 0812 3456 7890 or +62 812 3456 7890.',
  },
  file_unreadable: {
    sentence: 'The file cannot be read.',
    remedy: 'Save it again as CSV or XLSX and upload it again.',
  },
  file_empty: {
    sentence: 'The file does not hold a single row.',
    remedy: 'Choose a file that has numbers in it.',
  },
  audience_empty: {
    sentence: 'This blast would reach nobody because it has no recipients.',
    remedy: 'Choose a list or add numbers.',
  },
  idempotency_mismatch: {
    sentence: 'This Idempotency-Key was used for a request with another body.',
    remedy: 'Use a new key for a new request.',
  },
  illegal_transition: {
    sentence: 'This cannot be done in the present state.',
    remedy: 'Reload to see the present state and what it allows.',
  },
  whatsapp_not_connected: {
    sentence: 'Your WhatsApp number is not connected.',
    remedy: 'Open the WhatsApp page and scan the code with your phone.',
  },
  whatsapp_already_connected: {
    sentence: 'Your WhatsApp number is already connected.',
    remedy: 'To change the number, log out of the present one first.',
  },
  number_in_use: {
    sentence: 'This WhatsApp number is linked to another account.',
    remedy: 'Unlink it there, or link another number.',
  },
  quota_exceeded: {
    sentence: 'Your message quota is not enough for this blast.',
    remedy: 'Take fewer recipients, or add a package on the Subscription page.',
  },
  subscription_required: {
    sentence: 'You have no active subscription.',
    remedy: 'Choose a package on the Subscription page.',
  },
  payments_unavailable: {
    sentence: 'Payments cannot be processed at the moment.',
    remedy: 'Try again in a few minutes; you have not been charged.',
  },
  last_admin: {
    sentence: 'This is the last active admin, who cannot be deleted, deactivated or demoted.',
    remedy: 'Make somebody else an admin first.',
  },
  busy: {
    sentence: 'The system is busy and has not got to this yet.',
    remedy: 'Try again in a moment.',
  },
  unavailable: {
    sentence: 'A part of the system cannot be reached at the moment.',
    remedy: 'Try again shortly; what was saved is not lost.',
  },
  internal: {
    sentence: 'Something went wrong on our side and has been recorded.',
    remedy: 'Try again; if it keeps happening, tell an admin the request id.',
  },
};

/** Every refusal in every language; a code without its words does not compile. */
export const ERROR_TEXTS: Readonly<Record<Locale, ErrorTexts>> = { id: INDONESIAN, en: ENGLISH };

/** Sentence and remedy of a code, as the REST API's `message`. */
export function errorMessage(code: ErrorCode, locale: Locale = DEFAULT_LOCALE): string {
  const { sentence, remedy } = ERROR_TEXTS[locale][code];
  return `${sentence} ${remedy}`;
}
