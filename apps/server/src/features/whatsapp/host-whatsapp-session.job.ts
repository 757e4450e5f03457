import { cancel, type hostWhatsAppSession, type JobHandler } from '@siar/queue';
import { hostNumber, type WhatsAppHostDeps } from './whatsapp-host.ts';

/** Takes the number over and holds it. Twice at once is harmless: the second fences the first. */
export function createHostWhatsAppSession(
  deps: WhatsAppHostDeps & { hostName: string },
): JobHandler<typeof hostWhatsAppSession> {
  const { writes, clock, events, hostName } = deps;
  return async ({ sessionId }, { signal, attempt }) => {
    const session = await writes.takeOver({ sessionId, host: hostName, at: clock.now() });
    if (session === null) return cancel('nobody wants this number connected');
    events.publish({ type: 'whatsapp.status', userId: session.userId, sessionId });
    return hostNumber(session, { signal, attempt }, deps);
  };
}
