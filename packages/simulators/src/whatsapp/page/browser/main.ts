/** The simulated web.whatsapp.com: the module surface that whatsapp-web.js touches, over our own WebSocket. */
import { chatOf } from './collections.ts';
import { config, report } from './config.ts';
import { createWid } from './ids.ts';
import { onEvent, onOnline } from './messaging.ts';
import { createModules } from './modules.ts';
import { beginSession } from './session.ts';
import { loadChats } from './storage.ts';

async function begin(): Promise<void> {
  for (const stored of await loadChats()) {
    const chat = chatOf(createWid(stored.key));
    chat.t = stored.at;
    chat.unreadCount = stored.unreadCount;
  }
  if (config.version !== '') window.Debug = { VERSION: config.version };
  await beginSession({ onEvent, onOnline });
}

const modules = createModules();
const removed = new Set(config.removeModules);

function requireModule(name: string): unknown {
  if (!Object.hasOwn(modules, name) || removed.has(name))
    throw new Error(`Requiring unknown module "${name}"`);
  return modules[name];
}
Object.assign(window, { require: requireModule });

begin().catch((error: unknown) => report('could not begin', error));
