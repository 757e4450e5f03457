import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Device, DeviceEvent, DeviceLink, DeviceNotice } from '../network/devices.ts';
import type { OpenOffer } from '../network/linking.ts';
import type { Network } from '../network/network.ts';
import { parseNumber, toE164 } from '../network/phone-number.ts';
import { clientFrames } from './engine-protocol.ts';
import type { ClientFrame, ServerFrame } from './engine-protocol.ts';

const PAIRING_CODE_TTL_MS = 180_000;

/** Serves one connection of the browserless dialect. */
export function serveEngine({ socket, network }: { socket: WebSocket; network: Network }): void {
  let device: Device | null = null;
  let offer: OpenOffer | null = null;
  let outbox: ServerFrame[] = [];
  let toldUpTo = -1;
  let announcedUpTo = -1;

  /** One packet for everything said within a turn of the event loop. */
  function say(frame: ServerFrame): void {
    if (outbox.push(frame) === 1) setImmediate(flush);
  }
  function flush(): void {
    const frames = outbox;
    outbox = [];
    if (toldUpTo > announcedUpTo) {
      announcedUpTo = toldUpTo;
      frames.push({ t: 'upto', n: toldUpTo });
    }
    if (socket.readyState === socket.OPEN && frames.length > 0) socket.send(JSON.stringify(frames));
  }

  const link: DeviceLink = {
    tell(event, seq) {
      toldUpTo = seq;
      say(frameOf(event));
    },
    notify: (notice) => say(frameOf(notice)),
    drop: () => socket.terminate(),
  };

  function openOffer(): void {
    offer?.close();
    offer = network.linking.open({
      onReference(reference, expiresInMs) {
        say(
          reference === null
            ? { t: 'qr-exhausted' }
            : { t: 'qr', qr: `${reference},simulator,siar,1`, expiresInMs },
        );
      },
      onPasskeyRequired: () => say({ t: 'passkey-required' }),
      onPaired(paired) {
        device = paired;
        offer = null;
        say({ t: 'linked', token: paired.token, number: toE164(paired.number) });
        network.attach(paired, link);
      },
    });
  }

  function resume(token: string): void {
    const known = network.devices.byToken(token);
    if (!known) {
      say({ t: 'revoked' });
      return;
    }
    device = known;
    say({ t: 'welcome', number: toE164(known.number) });
    network.attach(known, link);
  }

  function send(frame: Extract<ClientFrame, { t: 'send' }>): void {
    if (!device) throw new Error('send before the device is linked');
    const to = parseNumber(frame.to);
    if (to === null) {
      say({ t: 'refused', id: frame.id, reason: 'invalid_recipient' });
      return;
    }
    const { id, body, media } = frame;
    network.submit(device, { messageId: id, to, body, ...(media ? { media } : {}) });
  }

  function pair(q: number, phone: string): void {
    const number = parseNumber(phone);
    if (!offer || number === null) {
      say({ t: 'code-refused', q });
      return;
    }
    say({ t: 'code', q, code: offer.pairingCode(number), expiresInMs: PAIRING_CODE_TTL_MS });
  }

  function handle(frame: ClientFrame): void {
    switch (frame.t) {
      case 'link':
        return openOffer();
      case 'refresh':
        return offer?.refresh();
      case 'resume':
        return resume(frame.token);
      case 'pair':
        return pair(frame.q, frame.phone);
      case 'send':
        return send(frame);
      case 'find':
        return say({ t: 'found', q: frame.q, ack: device ? network.find(device, frame.id) : null });
      case 'exists': {
        const number = parseNumber(frame.phone);
        const exists = number !== null && network.phonebook.get(number).registered;
        return say({ t: 'exists', q: frame.q, exists });
      }
      case 'got':
        if (device) network.confirm(device, frame.n);
        return;
      case 'logout':
        if (device) network.unlink(device, false);
        device = null;
        return say({ t: 'done', q: frame.q });
    }
  }

  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    offer?.close();
    if (device) network.detach(device, link);
  });
  socket.on('message', (data: Buffer) => {
    try {
      for (const frame of clientFrames.parse(JSON.parse(data.toString()))) handle(frame);
    } catch (error) {
      const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      say({ t: 'error', message });
      flush();
      socket.close(1008, 'bad frame');
    }
  });
}

function frameOf(event: DeviceEvent | DeviceNotice): ServerFrame {
  switch (event.kind) {
    case 'ack':
      return { t: 'ack', id: event.messageId, ack: event.ack };
    case 'refused':
      return { t: 'refused', id: event.messageId, reason: event.reason };
    case 'incoming':
      return { t: 'incoming', id: event.messageId, from: toE164(event.from), body: event.body, at: event.at };
    case 'restricted':
      return { t: 'restricted', restricted: event.restricted };
    case 'banned':
      return { t: 'banned' };
    case 'conflict':
      return { t: 'conflict' };
    case 'logged-out':
      return { t: 'logged-out' };
  }
}
