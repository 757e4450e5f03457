import type { WhatsAppSession } from '@siar/db';
import { whatsAppStatus } from '@siar/shared';
import { z } from 'zod';

/** A linked number as its tenant sees it. Times are ISO 8601. */
export const whatsAppView = z.object({
  status: whatsAppStatus,
  /** What the QR says, to be drawn; null once it has expired. */
  qr: z.string().nullable(),
  qrExpiresAt: z.string().nullable(),
  /** To be typed on the phone; null once it has expired. */
  pairingCode: z.string().nullable(),
  pairingExpiresAt: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  lastConnectedAt: z.string().nullable(),
  linkedAt: z.string().nullable(),
  /** Why the number is in this state, as a code; null when there is nothing to explain. */
  reason: z.string().nullable(),
});
export type WhatsAppView = z.infer<typeof whatsAppView>;

export const whatsAppStateEvent = z.object({
  id: z.uuid(),
  status: whatsAppStatus,
  reason: z.string().nullable(),
  at: z.string(),
});

/** Nobody has linked a number yet. */
export const NO_NUMBER: WhatsAppView = {
  status: 'DISCONNECTED',
  qr: null,
  qrExpiresAt: null,
  pairingCode: null,
  pairingExpiresAt: null,
  phoneNumber: null,
  lastConnectedAt: null,
  linkedAt: null,
  reason: null,
};

/** Never shows a QR or a code that has expired, whatever the row still holds. */
export function toWhatsAppView(row: WhatsAppSession | null, now: Date): WhatsAppView {
  if (row === null) return NO_NUMBER;
  const isQrFresh = row.status === 'QR' && row.qrExpiresAt !== null && row.qrExpiresAt > now;
  const isCodeFresh = row.status === 'PAIRING' && row.pairingExpiresAt !== null && row.pairingExpiresAt > now;
  return {
    status: row.status,
    qr: isQrFresh ? row.qr : null,
    qrExpiresAt: isQrFresh ? iso(row.qrExpiresAt) : null,
    pairingCode: isCodeFresh ? row.pairingCode : null,
    pairingExpiresAt: isCodeFresh ? iso(row.pairingExpiresAt) : null,
    phoneNumber: row.phoneNumber,
    lastConnectedAt: iso(row.lastConnectedAt),
    linkedAt: iso(row.linkedAt),
    reason: row.reasonCode,
  };
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
