import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';

/** Why a message did not leave, may not have left, or has to wait: BlastMessage.reasonCode. */
export const messageReason = z.enum([
  // Never tried, or nothing left.
  'suppressed',
  'not_on_whatsapp',
  'invalid_recipient',
  'refused',
  'restricted',
  'rate_limited',
  'banned',
  'media_rejected',
  'not_connected',
  'blast_canceled',
  // It cannot be told whether it left.
  'no_answer',
]);
export type MessageReason = z.infer<typeof messageReason>;

export interface ReasonText {
  /** What happened. */
  sentence: string;
  /** What a person can do about it. */
  remedy: string;
}

interface Reason {
  /** Whether another try some time later may succeed without anybody doing anything. */
  isCurable: boolean;
  id: ReasonText;
  en: ReasonText;
}

export const MESSAGE_REASONS: Readonly<Record<MessageReason, Reason>> = {
  suppressed: {
    isCurable: false,
    id: {
      sentence: 'Nomor ini ada di daftar jangan dikirimi.',
      remedy: 'Hapus dari daftar itu hanya bila orangnya meminta.',
    },
    en: {
      sentence: 'This number is on your do-not-send list.',
      remedy: 'Take it off the list only if the person asked for that.',
    },
  },
  not_on_whatsapp: {
    isCurable: false,
    id: {
      sentence: 'Nomor ini tidak memakai WhatsApp.',
      remedy: 'Periksa nomornya, atau hubungi lewat cara lain.',
    },
    en: {
      sentence: 'This number is not on WhatsApp.',
      remedy: 'Check the number, or reach the person another way.',
    },
  },
  invalid_recipient: {
    isCurable: false,
    id: {
      sentence: 'WhatsApp tidak mengenali nomor ini sebagai nomor telepon.',
      remedy: 'Perbaiki nomor kontaknya.',
    },
    en: {
      sentence: 'WhatsApp does not take this for a phone number.',
      remedy: 'Correct the contact’s number.',
    },
  },
  refused: {
    isCurable: true,
    id: { sentence: 'WhatsApp menolak pesan ini.', remedy: 'Tunggu sebentar, lalu kirim ulang yang gagal.' },
    en: { sentence: 'WhatsApp refused this message.', remedy: 'Wait a while, then retry what failed.' },
  },
  restricted: {
    isCurable: true,
    id: {
      sentence: 'WhatsApp sedang membatasi nomor Anda.',
      remedy: 'Istirahatkan nomor Anda sampai pembatasan dicabut, lalu kirim ulang.',
    },
    en: {
      sentence: 'WhatsApp is restricting your number.',
      remedy: 'Let the number rest until the restriction is lifted, then retry.',
    },
  },
  rate_limited: {
    isCurable: true,
    id: { sentence: 'WhatsApp meminta kita lebih pelan.', remedy: 'Perpanjang jeda antar pesan.' },
    en: { sentence: 'WhatsApp asked us to slow down.', remedy: 'Use a longer pause between messages.' },
  },
  banned: {
    isCurable: false,
    id: {
      sentence: 'WhatsApp memblokir nomor Anda.',
      remedy: 'Ajukan banding di aplikasi WhatsApp, atau hubungkan nomor lain.',
    },
    en: {
      sentence: 'WhatsApp has banned your number.',
      remedy: 'Appeal in the WhatsApp app, or link another number.',
    },
  },
  media_rejected: {
    isCurable: false,
    id: {
      sentence: 'WhatsApp tidak menerima lampirannya.',
      remedy: 'Ganti dengan berkas yang lebih kecil atau jenis lain.',
    },
    en: { sentence: 'WhatsApp does not take the attachment.', remedy: 'Use a smaller file or another kind.' },
  },
  not_connected: {
    isCurable: true,
    id: {
      sentence: 'Nomor Anda sedang tidak terhubung.',
      remedy: 'Hubungkan WhatsApp; pengiriman berlanjut sendiri.',
    },
    en: {
      sentence: 'Your number was not connected.',
      remedy: 'Connect WhatsApp; sending goes on by itself.',
    },
  },
  blast_canceled: {
    isCurable: false,
    id: {
      sentence: 'Blast dibatalkan sebelum giliran pesan ini.',
      remedy: 'Buat blast baru untuk penerima yang tersisa.',
    },
    en: {
      sentence: 'The blast was canceled before this one’s turn.',
      remedy: 'Make a new blast for those left.',
    },
  },
  no_answer: {
    isCurable: false,
    id: {
      sentence: 'WhatsApp tidak menjawab; tidak bisa dipastikan apakah pesan ini terkirim.',
      remedy: 'Lihat percakapannya di ponsel sebelum mengirim ulang.',
    },
    en: {
      sentence: 'WhatsApp did not answer; it cannot be told whether this message left.',
      remedy: 'Look at the chat on the phone before you send it again.',
    },
  },
};

/** A code of an older release still gets a sentence. */
export function reasonText(code: string | null, locale: Locale = 'id'): ReasonText | null {
  if (code === null) return null;
  const known = messageReason.safeParse(code);
  if (known.success) return MESSAGE_REASONS[known.data][locale];
  return { sentence: code, remedy: '' };
}
