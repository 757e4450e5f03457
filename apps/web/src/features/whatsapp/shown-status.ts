import type { WhatsAppStatus } from '@siar/shared';

/** A number that was never linked rests like a disconnected one; to a person it is "not linked". */
export const shownStatus = (number: {
  status: WhatsAppStatus;
  phoneNumber: string | null;
}): WhatsAppStatus =>
  number.status === 'DISCONNECTED' && number.phoneNumber === null ? 'LOGGED_OUT' : number.status;
