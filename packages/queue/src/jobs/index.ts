import { hostWhatsAppSession } from './host-whatsapp-session.ts';
import { launchScheduledBlast } from './launch-scheduled-blast.ts';
import { runImport } from './run-import.ts';
import { sweep } from './sweep.ts';

/** Every job there is. A producer can enqueue nothing else, a consumer needs a handler for each of its queue. */
export const jobs = [hostWhatsAppSession, runImport, launchScheduledBlast, sweep] as const;

export { hostWhatsAppSession, launchScheduledBlast, runImport, sweep };
