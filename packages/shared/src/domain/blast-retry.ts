/** How often one message is tried before it counts as failed, when each failure could be cured by waiting. */
export const MAX_ATTEMPTS = 5;

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/**
 * When to try again after the n-th failure, in milliseconds from now: 30 s, 1, 2, 4 min …, less up to half of it at
 * random so that a recovered WhatsApp is not met by everybody at once. Null when it has been tried often enough.
 *
 * @param random 0 ≤ x < 1
 */
export function retryDelayMs(input: { attempts: number; random: number }): number | null {
  if (input.attempts >= MAX_ATTEMPTS) return null;
  const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, input.attempts - 1), LONGEST_WAIT_MS);
  return Math.round(wait * (1 - input.random / 2));
}
