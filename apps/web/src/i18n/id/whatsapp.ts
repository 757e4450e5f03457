import type { WhatsAppStatus } from '@siar/shared';

interface StateWords {
  /** What is so now. */
  what: string;
  /** Why. */
  why: string;
  /** What to do. */
  todo: string;
}

const states: Record<WhatsAppStatus, StateWords> = {
  DISCONNECTED: {
    what: 'Nomor Anda tidak tersambung.',
    why: 'Sambungannya diputus dari sini. Tautan di ponsel masih ada.',
    todo: 'Tekan Sambungkan. Biasanya tidak perlu memindai lagi.',
  },
  STARTING: {
    what: 'Menyiapkan WhatsApp untuk Anda.',
    why: 'Server sedang membuka WhatsApp Web. Biasanya selesai dalam hitungan detik.',
    todo: 'Siapkan ponsel Anda.',
  },
  QR: {
    what: 'Nomor belum tersambung.',
    why: 'WhatsApp menunggu Anda memindai kode ini.',
    todo: 'Pindai kode dengan WhatsApp di ponsel: Setelan → Perangkat tertaut → Tautkan perangkat.',
  },
  PAIRING: {
    what: 'Nomor belum tersambung.',
    why: 'WhatsApp menunggu Anda mengetik kode ini di ponsel.',
    todo: 'Buka WhatsApp: Setelan → Perangkat tertaut → Tautkan perangkat → Tautkan dengan nomor telepon saja.',
  },
  AUTHENTICATED: {
    what: 'Kode diterima, sedang menyambungkan.',
    why: 'WhatsApp mengirim data awal dari ponsel Anda.',
    todo: 'Biarkan ponsel menyala dan terhubung ke internet sebentar.',
  },
  CONNECTED: {
    what: 'Nomor Anda tersambung dan siap mengirim.',
    why: 'Tautannya tersimpan terenkripsi dan disambung lagi sendiri setelah server dimulai ulang.',
    todo: 'Tidak ada yang perlu dilakukan.',
  },
  RECONNECTING: {
    what: 'Sambungan terputus, sedang menyambung ulang.',
    why: 'Internet server atau WhatsApp terganggu sebentar.',
    todo: 'Tunggu saja. Blast yang berjalan melanjutkan sendiri.',
  },
  LOGGED_OUT: {
    what: 'Belum ada nomor yang tertaut.',
    why: 'Nomor belum pernah ditautkan, atau tautannya dilepas dari ponsel atau dari sini.',
    todo: 'Tekan Sambungkan, lalu pindai kode dengan ponsel.',
  },
  PASSKEY_REQUIRED: {
    what: 'WhatsApp meminta kunci sandi (passkey).',
    why: 'Akun ini dilindungi passkey, yang tidak dapat dipakai dari server.',
    todo: 'Di ponsel, buka WhatsApp → Setelan → Akun → Kunci sandi, matikan, lalu sambungkan lagi.',
  },
  RESTRICTED: {
    what: 'WhatsApp membatasi nomor ini untuk sementara.',
    why: 'WhatsApp menilai pengirimannya terlalu banyak atau dilaporkan penerima.',
    todo: 'Hentikan pengiriman, baca pemberitahuan di WhatsApp ponsel Anda, dan tunggu sampai dicabut.',
  },
  BANNED: {
    what: 'WhatsApp memblokir nomor ini.',
    why: 'WhatsApp menilai nomor ini melanggar ketentuannya.',
    todo: 'Ajukan peninjauan lewat aplikasi WhatsApp di ponsel, atau tautkan nomor lain.',
  },
  FAILED: {
    what: 'Nomor tidak berhasil tersambung.',
    why: 'Peramban WhatsApp di server tidak dapat dijalankan atau berhenti di tengah jalan.',
    todo: 'Coba sambungkan lagi. Kalau berulang, hubungi admin.',
  },
};

/** Reasons that the server names beside a state. */
const reasons: Record<string, string> = {
  unlinked_by_phone: 'Tautannya dilepas dari ponsel.',
  logout_requested: 'Tautannya dilepas dari sini.',
  qr_expired: 'Kodenya tidak dipindai sampai waktunya habis.',
  connection_lost: 'Sambungan internet ke WhatsApp terputus.',
  conflict: 'Tautan ini dibuka di tempat lain.',
  restricted_by_whatsapp: 'WhatsApp menilai pengirimannya terlalu banyak atau dilaporkan penerima.',
  banned_by_whatsapp: 'WhatsApp menilai nomor ini melanggar ketentuannya.',
  passkey_required: 'Akun ini dilindungi passkey, yang tidak dapat dipakai dari server.',
  deprecated_version:
    'WhatsApp menolak versi halamannya yang dipakai server. Siar perlu diperbarui oleh admin.',
  proxy_blocked: 'WhatsApp menolak alamat jaringan server ini.',
  page_changed: 'WhatsApp mengubah halamannya. Siar perlu diperbarui oleh admin.',
  browser_unavailable: 'Chromium tidak ada atau tidak dapat dijalankan di server.',
  browser_died: 'Peramban WhatsApp di server berhenti sendiri.',
  timed_out: 'WhatsApp tidak menjawab tepat waktu.',
  credentials_unreadable: 'Kredensial yang tersimpan tidak dapat dibaca. Nomor perlu ditautkan ulang.',
  unreachable: 'WhatsApp tidak terjangkau dari server.',
  number_in_use: 'Nomor ini sudah tertaut ke akun Siar lain.',
  internal: 'Ada kesalahan di pihak kami dan sudah tercatat.',
};

export const whatsapp = {
  title: 'WhatsApp',
  states,
  reasons,
  connect: 'Sambungkan',
  refresh: 'Minta kode baru',
  disconnect: 'Putuskan',
  disconnectHint: 'Berhenti sementara. Tautan di ponsel tetap ada, jadi nanti tidak perlu memindai lagi.',
  logout: 'Lepas tautan',
  logoutHint: 'Nomor dilepas dari Siar dan dari daftar Perangkat tertaut di ponsel.',
  logoutAsk: 'Lepas tautan nomor ini?',
  logoutAskText:
    'Untuk memakainya lagi Anda harus memindai kode baru. Blast yang sedang berjalan akan berhenti.',
  tabQr: 'Kode QR',
  tabPairing: 'Kode angka',
  qrAlt: 'Kode QR untuk dipindai dengan WhatsApp di ponsel',
  qrLeft: (seconds: string) => `Kode ini berlaku ${seconds} detik lagi`,
  qrRenewing: 'Kode lama sudah lewat; kode baru sedang datang…',
  qrSteps: [
    'Buka WhatsApp di ponsel Anda',
    'Setelan → Perangkat tertaut',
    'Tautkan perangkat, lalu arahkan kamera ke kode ini',
  ],
  pairingIntro: 'Kamera tidak bisa dipakai? Ketik kode di ponsel sebagai gantinya.',
  pairingNumber: 'Nomor WhatsApp Anda',
  pairingGet: 'Minta kode',
  pairingCode: 'Ketik kode ini di ponsel',
  pairingSteps: [
    'Buka WhatsApp di ponsel dengan nomor itu',
    'Setelan → Perangkat tertaut → Tautkan perangkat',
    'Pilih "Tautkan dengan nomor telepon saja", lalu ketik kodenya',
  ],
  number: 'Nomor',
  since: 'Tertaut sejak',
  lastConnected: 'Terakhir tersambung',
  never: 'Belum pernah',
  history: 'Riwayat sambungan',
  historyEmpty: 'Belum ada riwayat',
  historyEmptyText: 'Setiap perubahan sambungan tercatat di sini.',
  care: 'Kirim hanya kepada orang yang setuju. Pesan yang tidak diinginkan dapat membuat WhatsApp membatasi atau memblokir nomor Anda.',
};
