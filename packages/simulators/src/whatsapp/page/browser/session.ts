import { Emitter, Model } from './emitter.ts';
import { createWid } from './ids.ts';
import type { Wid } from './ids.ts';
import { config, sleep } from './config.ts';
import { createHostLink } from './host-link.ts';
import type { EventFrame, HostFrame } from '../page-protocol.ts';
import { forgetEverything, loadSession, saveSession } from './storage.ts';

const SYNC_GATE_MS = 15_000;

export interface Me {
  token: string;
  wid: Wid;
  lid: Wid;
  pushName: string;
}

class SocketModel extends Model {
  state = 'UNLAUNCHED';
  hasSynced = false;

  async logout(): Promise<void> {
    await link.ask({ t: 'logout' });
    await unlink('user_initiated');
  }
  reconnect(): void {
    link.cut();
  }
  takeover(): void {
    this.set({ state: 'CONNECTED' });
  }
}

class ConnModel extends Model {
  ref: string | undefined = undefined;
  platform = 'android';
  pushname: string | undefined = undefined;
  battery = 100;
  plugged = true;
  wid: Wid | undefined = undefined;

  override serialize(): Record<string, unknown> {
    const { ref: _hidden, ...rest } = super.serialize();
    return rest;
  }
  canSetMyPushname(): boolean {
    return true;
  }
}

class CmdEmitter extends Emitter {
  refreshQR(): void {
    link.say({ t: 'refresh' });
  }
  openChatBottom(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

export const Socket = new SocketModel();
export const Conn = new ConnModel();
export const Cmd = new CmdEmitter();

let me: Me | null = null;
let leaving = false;
let onOnlineDone: (() => void) | null = null;

export const getMe = (): Me | null => me;

/** What the message modules do with the line; set once by main.ts. */
let messaging: {
  onEvent: (event: EventFrame) => Promise<void>;
  onOnline: (isFirst: boolean) => Promise<void>;
};

export const link = createHostLink({
  onOpen: () => link.say({ t: 'hello', token: me?.token ?? null }),
  onClose() {
    const isUnlinked = Socket.state === 'UNPAIRED' || Socket.state === 'UNPAIRED_IDLE';
    if (!isUnlinked && !leaving) Socket.set({ state: 'OPENING' });
  },
  onFrame,
});

async function onFrame(frame: Exclude<HostFrame, { t: 'answer' }>): Promise<void> {
  switch (frame.t) {
    case 'reference':
      return showReference(frame.reference);
    case 'paired':
      return paired(frame);
    case 'welcome':
      return goOnline();
    case 'revoked':
    case 'logout':
      return unlink('device_removed');
    case 'state':
      return Socket.set({ state: frame.state });
    case 'run':
      return runScript(frame.script);
    case 'online-done':
      return onOnlineDone?.();
    case 'ack':
    case 'incoming':
      await messaging.onEvent(frame);
      link.say({ t: 'got', n: frame.n });
  }
}

/** As an inline script, so that it sees what the page's own scripts see. */
function runScript(text: string): void {
  const element = document.createElement('script');
  element.textContent = `{${text}}`;
  document.body.append(element);
  element.remove();
}

function showReference(reference: string | null): void {
  if (reference === null) {
    Socket.set({ state: 'UNPAIRED_IDLE' });
    return;
  }
  Conn.set({ ref: reference });
  Socket.set({ state: 'UNPAIRED' });
}

async function paired({ token, wid, lid, pushName }: Extract<HostFrame, { t: 'paired' }>): Promise<void> {
  Socket.set({ state: 'PAIRING' });
  me = { token, wid: createWid(wid), lid: createWid(lid), pushName };
  await saveSession({ token, wid, lid, pushName });
  localStorage.setItem('last-wid-md', JSON.stringify(wid));
  goOnline();
}

/** What happened while away is told before `hasSynced`, as on the real page: the library hears nothing of it. */
function goOnline(): void {
  Conn.set({ pushname: me?.pushName, wid: me?.wid });
  Socket.set({ state: 'CONNECTED' });
  const isFirst = !Socket.hasSynced;
  const caughtUp = new Promise<void>((resolve) => {
    onOnlineDone = resolve;
  });
  link.say({ t: 'online' });
  void caughtUp.then(() => finishSync(isFirst));
}

async function finishSync(isFirst: boolean): Promise<void> {
  await messaging.onOnline(isFirst);
  if (!isFirst) return;
  Cmd.trigger('offline_progress_update_from_bridge');
  const deadline = Date.now() + SYNC_GATE_MS;
  while (config.syncGate && Date.now() < deadline && Socket.listenerCount('change:hasSynced') === 0)
    await sleep(10);
  await sleep(config.syncDelayMs);
  Socket.set({ hasSynced: true });
}

async function unlink(reason: string): Promise<void> {
  if (leaving) return;
  if (config.logoutStyle === 'state') {
    await forgetEverything();
    me = null;
    Socket.set({ state: 'UNPAIRED' });
    link.cut();
    return;
  }
  leaving = true;
  Cmd.trigger('logout', reason);
  await forgetEverything();
  await sleep(50);
  link.end();
  location.replace(`/?post_logout=1&logout_reason=${encodeURIComponent(reason)}`);
}

export async function beginSession(parts: typeof messaging): Promise<void> {
  messaging = parts;
  const stored = await loadSession();
  if (stored) me = { ...stored, wid: createWid(stored.wid), lid: createWid(stored.lid) };
  Socket.set({ state: 'OPENING' });
  link.open();
}
