/**
 * Why a message did not simply leave. `curable`: the same message may succeed later, so the lane tries it again
 * (`MAX_ATTEMPTS` in all). Sentences say what happened and what to do, in plain words.
 */
export interface Reason {
  curable: boolean;
  id: string;
  en: string;
}

export const MESSAGE_REASONS = {
  suppressed: {
    curable: false,
    id: 'Nomor ini ada di daftar jangan-kirim Anda, jadi tidak dikirimi.',
    en: 'This number is on your do-not-send list, so it was not messaged.',
  },
  not_registered: {
    curable: false,
    id: 'Nomor ini tidak terdaftar di WhatsApp. Periksa nomornya, lalu perbaiki di Kontak.',
    en: 'This number is not on WhatsApp. Check it and correct it under Contacts.',
  },
  invalid_recipient: {
    curable: false,
    id: 'Nomor ini tidak bisa dipakai di WhatsApp. Periksa dan perbaiki di Kontak.',
    en: 'WhatsApp cannot use this number. Check it and correct it under Contacts.',
  },
  refused: {
    curable: false,
    id: 'WhatsApp menolak pesan ini. Ubah isinya atau tanyakan ke penerima, lalu coba lagi.',
    en: 'WhatsApp refused this message. Change the text or ask the recipient, then try again.',
  },
  restricted: {
    curable: false,
    id: 'WhatsApp sedang membatasi nomor Anda untuk menulis ke orang baru. Tunggu sampai batasnya dicabut.',
    en: 'WhatsApp is limiting your number from writing to new people. Wait until the limit is lifted.',
  },
  banned: {
    curable: false,
    id: 'WhatsApp memblokir nomor Anda. Ajukan peninjauan lewat WhatsApp di ponsel.',
    en: 'WhatsApp has banned your number. Ask for a review in WhatsApp on your phone.',
  },
  media_rejected: {
    curable: false,
    id: 'Berkas tidak diterima WhatsApp. Pakai berkas lain yang lebih kecil.',
    en: 'WhatsApp did not take the file. Use another, smaller one.',
  },
  not_connected: {
    curable: true,
    id: 'Nomor sedang tidak tersambung. Pesan dicoba lagi setelah tersambung.',
    en: 'The number was not connected. The message is tried again once it is.',
  },
  rate_limited: {
    curable: true,
    id: 'WhatsApp meminta kita pelan-pelan. Pesan dicoba lagi nanti.',
    en: 'WhatsApp asked us to slow down. The message is tried again later.',
  },
  too_many_attempts: {
    curable: false,
    id: 'Sudah dicoba beberapa kali dan belum berhasil. Anda bisa mencobanya lagi.',
    en: 'It was tried several times without success. You can try again.',
  },
  no_answer: {
    curable: false,
    id: 'WhatsApp tidak menjawab, jadi tidak pasti apakah pesan ini terkirim. Periksa di ponsel sebelum mengirim lagi.',
    en: 'WhatsApp gave no answer, so it is uncertain whether this message left. Check on the phone before sending again.',
  },
  interrupted: {
    curable: false,
    id: 'Pengiriman terputus di tengah dan tidak bisa dipastikan hasilnya. Periksa di ponsel sebelum mengirim lagi.',
    en: 'Sending was interrupted and its result cannot be told. Check on the phone before sending again.',
  },
} as const satisfies Record<string, Reason>;

export type MessageReasonCode = keyof typeof MESSAGE_REASONS;

/** Intents per message before a curable refusal becomes FAILED. */
export const MAX_ATTEMPTS = 5;

const FIRST_RETRY_MS = 30_000;
const LAST_RETRY_MS = 3_600_000;

/** Exponential from 30 s to an hour, with jitter of ± 25 %. `attempt` counts from 1; `random` in [0, 1). */
export function retryDelayMs(input: { attempt: number; random: number }): number {
  const exponential = Math.min(FIRST_RETRY_MS * 2 ** (input.attempt - 1), LAST_RETRY_MS);
  return Math.round(exponential * (0.75 + input.random * 0.5));
}

export function isMessageReason(code: string): code is MessageReasonCode {
  return Object.hasOwn(MESSAGE_REASONS, code);
}

/** The sentence for people, or the bare code when it is one we do not know (an older row). */
export function messageReason(code: string | null, language: 'id' | 'en'): string | null {
  if (code === null) return null;
  return isMessageReason(code) ? MESSAGE_REASONS[code][language] : code;
}
