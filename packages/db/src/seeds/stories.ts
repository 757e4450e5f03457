/** A past blast of the story. Times are Jakarta's. */
export interface PastBlast {
  /** Makes it idempotent. */
  key: string;
  name: string;
  message: string;
  list: string;
  daysAgo: number;
  hour: number;
}

/** A tenant of the demo: whom he knows, what he says to them, and what he sent already. */
export interface Story {
  name: string;
  email: string;
  package: string;
  /** Of his contacts' numbers; `examples/contacts.csv` uses others. */
  numberPrefix: string;
  contacts: number;
  /** The field that he keeps of each contact, and what stands in it. */
  field: { key: string; values: readonly string[] };
  /** Each list takes every n-th contact. */
  lists: readonly { name: string; description: string; every: number }[];
  templates: readonly { name: string; body: string }[];
  blasts: readonly PastBlast[];
}

export const KOPI_SENJA: Story = {
  name: 'Kopi Senja',
  email: 'kopi@siar.example.com',
  package: 'Distributor',
  numberPrefix: '+62812710',
  contacts: 64,
  field: { key: 'kota', values: ['Bandung', 'Cimahi', 'Lembang', 'Jatinangor'] },
  lists: [
    { name: 'Semua pelanggan', description: 'Dari buku tamu kedai', every: 1 },
    { name: 'Pelanggan tetap', description: 'Datang tiap minggu', every: 2 },
  ],
  templates: [
    {
      name: 'Promo akhir pekan',
      body: 'Halo {{name|Kak}}, Sabtu–Minggu ini kopi susu gula aren beli satu gratis satu. Sampai jumpa di Kopi Senja {{kota|terdekat}}! Balas STOP bila tidak ingin dikabari lagi.',
    },
    {
      name: 'Menu baru',
      body: 'Halo {{name|Kak}}, menu baru sudah ada: es kopi pandan, Rp22.000. Tunjukkan pesan ini untuk cicip gratis. Balas STOP untuk berhenti.',
    },
  ],
  blasts: [
    {
      key: 'menu-baru',
      name: 'Menu baru: es kopi pandan',
      message: 'Halo {{name|Kak}}, menu baru sudah ada: es kopi pandan, Rp22.000. Balas STOP untuk berhenti.',
      list: 'Semua pelanggan',
      daysAgo: 19,
      hour: 10,
    },
    {
      key: 'promo-akhir-pekan',
      name: 'Promo akhir pekan',
      message:
        'Halo {{name|Kak}}, akhir pekan ini kopi susu gula aren beli satu gratis satu. Balas STOP untuk berhenti.',
      list: 'Pelanggan tetap',
      daysAgo: 9,
      hour: 15,
    },
    {
      key: 'live-music',
      name: 'Undangan live music',
      message:
        'Halo {{name|Kak}}, malam Minggu ada live music di Kopi Senja mulai 19.30. Balas STOP untuk berhenti.',
      list: 'Semua pelanggan',
      daysAgo: 3,
      hour: 11,
    },
  ],
};

export const KLINIK_SEHAT_BUNDA: Story = {
  name: 'Klinik Sehat Bunda',
  email: 'klinik@siar.example.com',
  package: 'Toko',
  numberPrefix: '+62813720',
  contacts: 36,
  field: { key: 'anak', values: ['Aisyah', 'Bima', 'Citra', 'Damar', 'Elok'] },
  lists: [
    { name: 'Ibu dan balita', description: 'Setuju menerima pengingat imunisasi', every: 1 },
    { name: 'Kelas ibu hamil', description: 'Peserta kelas hari Rabu', every: 3 },
  ],
  templates: [
    {
      name: 'Pengingat imunisasi',
      body: 'Yth. {{name|Bunda}}, jadwal imunisasi {{anak|ananda}} pekan ini. Klinik buka 08.00–16.00. Balas STOP bila tidak ingin diingatkan.',
    },
  ],
  blasts: [
    {
      key: 'pengingat-imunisasi',
      name: 'Pengingat imunisasi',
      message:
        'Yth. {{name|Bunda}}, jadwal imunisasi {{anak|ananda}} pekan ini. Balas STOP bila tidak ingin diingatkan.',
      list: 'Ibu dan balita',
      daysAgo: 14,
      hour: 9,
    },
    {
      key: 'kelas-ibu-hamil',
      name: 'Kelas ibu hamil hari Rabu',
      message:
        'Yth. {{name|Bunda}}, kelas ibu hamil hari Rabu pukul 09.00. Balas STOP bila tidak ingin diingatkan.',
      list: 'Kelas ibu hamil',
      daysAgo: 5,
      hour: 13,
    },
  ],
};

/** What can be bought. Prices are whole rupiah; `quota`: messages a month. */
export const PACKAGES = [
  {
    name: 'Coba Gratis',
    description: 'Sebulan untuk mencoba dengan pelanggan sendiri.',
    priceRupiah: 0,
    quota: 100,
    isTrial: true,
  },
  { name: 'Warung', description: 'Untuk kedai dan usaha rumahan.', priceRupiah: 50_000, quota: 2_000 },
  { name: 'Toko', description: 'Untuk toko dengan pelanggan tetap.', priceRupiah: 150_000, quota: 10_000 },
  { name: 'Usaha', description: 'Untuk usaha dengan beberapa cabang.', priceRupiah: 450_000, quota: 50_000 },
  {
    name: 'Distributor',
    description: 'Untuk jaringan penjualan dan penyelenggara acara.',
    priceRupiah: 1_500_000,
    quota: 250_000,
  },
] as const;

export const FIRST_NAMES = [
  'Ayu', 'Bagas', 'Citra', 'Dewi', 'Eko', 'Fitri', 'Galih', 'Hana', 'Indra', 'Jasmine', 'Kurnia', 'Laras', 'Made',
  'Nadia', 'Oka', 'Putri', 'Rangga', 'Sari', 'Tari', 'Wulan', 'Yusuf', 'Zahra',
] as const; // prettier-ignore

export const LAST_NAMES = [
  'Pratama', 'Lestari', 'Hidayat', 'Maharani', 'Saputra', 'Anggraini', 'Siregar', 'Wijaya', 'Kusuma', 'Rahman',
  'Simanjuntak', 'Nasution', 'Halim',
] as const; // prettier-ignore
