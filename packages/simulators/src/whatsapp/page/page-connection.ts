import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Device, DeviceEvent, DeviceLink, DeviceNotice } from '../network/devices.ts';
import type { OpenOffer } from '../network/linking.ts';
import type { Network } from '../network/network.ts';
import { lidOf, numberOfLid, parseNumber } from '../network/phone-number.ts';
import type { EventFrame, HostFrame, PageConfig } from './page-protocol.ts';

const pageFrame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('hello'), token: z.string().nullable() }),
  z.object({ t: z.literal('refresh') }),
  z.object({ t: z.literal('pair'), q: z.number(), phone: z.string() }),
  z.object({ t: z.literal('online') }),
  z.object({ t: z.literal('exists'), q: z.number(), wid: z.string() }),
  z.object({ t: z.literal('logout'), q: z.number() }),
  z.object({
    t: z.literal('send'),
    message: z.object({
      key: z.string(),
      id: z.string(),
      chat: z.string(),
      type: z.string(),
      body: z.string(),
      mimeType: z.string().optional(),
      fileName: z.string().optional(),
      size: z.number().optional(),
      sha256: z.string().optional(),
    }),
  }),
  z.object({ t: z.literal('got'), n: z.number().int() }),
]);
type PageFrame = z.infer<typeof pageFrame>;

/** WhatsApp's "you may not write to new people now" (reach-out time lock). */
const RESTRICTED_ERROR = 463;

/** Serves the WebSocket of one simulated page. */
export function servePage({
  socket,
  network,
  config,
}: {
  socket: WebSocket;
  network: Network;
  config: () => PageConfig;
}): void {
  let device: Device | null = null;
  let offer: OpenOffer | null = null;

  const say = (frame: HostFrame): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  };
  const link: DeviceLink = {
    tell: (event, n) => say({ ...eventFrame(event, config().lidMode), n }),
    notify: (notice) => say(noticeFrame(notice)),
    drop: () => socket.terminate(),
  };

  function hello(token: string | null): void {
    if (token === null) return openOffer();
    const known = network.devices.byToken(token);
    if (!known) return say({ t: 'revoked' });
    device = known;
    say({ t: 'welcome' });
  }

  function openOffer(): void {
    offer = network.linking.open({
      onReference: (reference) => say({ t: 'reference', reference }),
      onPasskeyRequired: () => say({ t: 'state', state: 'PASSKEY' }),
      onPaired(paired) {
        device = paired;
        offer = null;
        const { token, number, lid, pushName } = paired;
        say({ t: 'paired', token, wid: `${number}@c.us`, lid: `${lid}@lid`, pushName });
      },
    });
  }

  /** Receipts and messages of the time away come before `hasSynced`, as on the real page. */
  function goOnline(): void {
    if (device) network.attach(device, link);
    say({ t: 'online-done' });
  }

  function pair(q: number, phone: string): void {
    const number = parseNumber(phone);
    if (!offer || number === null) return say({ t: 'answer', q, error: 'pairing refused' });
    say({ t: 'answer', q, code: offer.pairingCode(number) });
  }

  function exists(q: number, wid: string): void {
    const number = numberOf(wid);
    const known = number !== null && network.phonebook.get(number).registered;
    if (!known) return say({ t: 'answer', q, exists: false });
    say({ t: 'answer', q, exists: true, wid: `${number}@c.us`, lid: `${lidOf(number)}@lid` });
  }

  function send({ message }: Extract<PageFrame, { t: 'send' }>): void {
    const to = numberOf(message.chat);
    if (!device || to === null) return;
    const { id, body, mimeType, fileName, size, sha256 } = message;
    const media =
      mimeType !== undefined && size !== undefined && sha256 !== undefined
        ? { media: { mimeType, fileName, size, sha256 } }
        : {};
    network.submit(device, { messageId: id, to, body, ...media });
  }

  function handle(frame: PageFrame): void {
    switch (frame.t) {
      case 'hello':
        return hello(frame.token);
      case 'refresh':
        return offer?.refresh();
      case 'pair':
        return pair(frame.q, frame.phone);
      case 'online':
        return goOnline();
      case 'exists':
        return exists(frame.q, frame.wid);
      case 'send':
        return send(frame);
      case 'got':
        if (device) network.confirm(device, frame.n);
        return;
      case 'logout':
        if (device) network.unlink(device, false);
        device = null;
        return say({ t: 'answer', q: frame.q });
    }
  }

  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    offer?.close();
    if (device) network.detach(device, link);
  });
  socket.on('message', (data: Buffer) => {
    const parsed = pageFrame.safeParse(JSON.parse(data.toString()));
    if (parsed.success) return handle(parsed.data);
    // Our own page speaks to us: a frame we do not know is a bug worth stopping at.
    socket.close(1008, z.prettifyError(parsed.error).slice(0, 120));
  });
}

function numberOf(wid: string): string | null {
  const [user = '', server] = wid.split('@');
  return server === 'lid' ? parseNumber(numberOfLid(user)) : parseNumber(user);
}

function eventFrame(event: DeviceEvent, lidMode: boolean): EventFrame {
  switch (event.kind) {
    case 'ack':
      return { t: 'ack', id: event.messageId, chats: chatsOf(event.to), ack: event.ack };
    case 'refused': {
      const error = event.reason === 'restricted' ? { error: RESTRICTED_ERROR } : {};
      return { t: 'ack', id: event.messageId, chats: chatsOf(event.to), ack: -1, ...error };
    }
    case 'incoming': {
      const fromWid = `${event.from}@c.us`;
      const fromLid = `${lidOf(event.from)}@lid`;
      const from = lidMode ? fromLid : fromWid;
      const at = Math.floor(Date.parse(event.at) / 1000);
      return { t: 'incoming', id: event.messageId, from, fromWid, fromLid, body: event.body, at };
    }
  }
}

function noticeFrame(notice: DeviceNotice): HostFrame {
  switch (notice.kind) {
    case 'logged-out':
      return { t: 'logout' };
    case 'banned':
      return { t: 'state', state: 'TOS_BLOCK' };
    case 'conflict':
      return { t: 'state', state: 'CONFLICT' };
    case 'restricted':
      // The live page shows nothing until a message is refused with 463.
      return { t: 'state', state: 'CONNECTED' };
  }
}

const chatsOf = (number: string): string[] => [`${number}@c.us`, `${lidOf(number)}@lid`];
