import type { BlastStatus, ImportStatus, MessageStatus, PauseReason, WhatsAppStatus } from '@siar/shared';
import type { Tone } from '../../theme/tones.ts';

const blast: Record<BlastStatus, string> = {
  DRAFT: 'Draf',
  SCHEDULED: 'Terjadwal',
  RUNNING: 'Berjalan',
  PAUSED: 'Dijeda',
  COMPLETED: 'Selesai',
  CANCELED: 'Dibatalkan',
  FAILED: 'Gagal',
};

const message: Record<MessageStatus, string> = {
  PENDING: 'Menunggu',
  SENDING: 'Sedang dikirim',
  SENT: 'Terkirim',
  DELIVERED: 'Sampai',
  READ: 'Dibaca',
  FAILED: 'Gagal',
  UNKNOWN: 'Belum pasti',
  SKIPPED: 'Dilewati',
  CANCELED: 'Dibatalkan',
};

const messageMeaning: Record<MessageStatus, string> = {
  PENDING: 'Menunggu giliran',
  SENDING: 'Sedang diserahkan ke WhatsApp',
  SENT: 'Diterima WhatsApp',
  DELIVERED: 'Sampai di ponsel penerima',
  READ: 'Sudah dibuka penerima',
  FAILED: 'Tidak terkirim',
  UNKNOWN: 'Tidak dapat dipastikan terkirim atau tidak; tidak dikirim ulang otomatis',
  SKIPPED: 'Sengaja tidak dikirim',
  CANCELED: 'Dibatalkan bersama blast-nya',
};

const pause: Record<PauseReason, string> = {
  USER: 'Dijeda oleh Anda.',
  WINDOW: 'Di luar jam kirim. Berlanjut sendiri begitu jam kirim dimulai.',
  CAP: 'Batas jumlah pesan nomor ini tercapai. Berlanjut sendiri setelah batasnya terbuka lagi.',
  QUOTA: 'Kuota pesan habis. Tambah paket, lalu lanjutkan.',
  RESTRICTION: 'WhatsApp membatasi nomor ini. Tunggu sampai pembatasannya dicabut, lalu lanjutkan.',
  ERROR_STREAK: 'Beberapa pesan gagal berturut-turut. Periksa nomor WhatsApp Anda, lalu lanjutkan.',
  DISCONNECTED: 'Nomor WhatsApp terputus. Sambungkan lagi, lalu lanjutkan.',
  DEACTIVATED: 'Akun dinonaktifkan. Hubungi admin.',
  SUBSCRIPTION: 'Langganan berakhir. Perpanjang, lalu lanjutkan.',
  SPAM: 'Terlalu banyak penerima yang mengeluh atau berhenti. Periksa isi dan daftar penerima Anda.',
  MISSED_SCHEDULE: 'Jadwalnya terlewat saat server mati. Lanjutkan kalau masih mau dikirim.',
};

const whatsapp: Record<WhatsAppStatus, string> = {
  DISCONNECTED: 'Terputus',
  STARTING: 'Menyiapkan',
  QR: 'Menunggu pindai QR',
  PAIRING: 'Menunggu kode',
  AUTHENTICATED: 'Hampir tersambung',
  CONNECTED: 'Tersambung',
  RECONNECTING: 'Menyambung ulang',
  LOGGED_OUT: 'Belum tertaut',
  PASSKEY_REQUIRED: 'Perlu kunci sandi',
  RESTRICTED: 'Dibatasi WhatsApp',
  BANNED: 'Diblokir WhatsApp',
  FAILED: 'Gagal tersambung',
};

const imports: Record<ImportStatus, string> = {
  WAITING: 'Menunggu',
  RUNNING: 'Sedang dibaca',
  COMPLETED: 'Selesai',
  CANCELED: 'Dibatalkan',
  FAILED: 'Gagal',
};

const tone: Record<Tone, string> = {
  running: 'berjalan',
  waiting: 'menunggu',
  done: 'beres',
  trouble: 'bermasalah',
  stopped: 'berhenti',
};

export const status = { blast, message, messageMeaning, pause, whatsapp, imports, tone };
