import express from 'express';
import type { Express, NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import type { Network } from '../network/network.ts';
import { parseNumber, toE164 } from '../network/phone-number.ts';

/** Any spelling of a phone number becomes digits. */
const phone = z.coerce.string().transform((raw, context) => {
  const digits = parseNumber(raw);
  if (digits !== null) return digits;
  context.addIssue({ code: 'custom', message: `"${raw}" is not a phone number` });
  return z.NEVER;
});
const rate = z.number().min(0).max(1);
const ms = z.number().min(0).max(3_600_000);
const refusal = z.enum([
  'refused',
  'not_registered',
  'restricted',
  'rate_limited',
  'banned',
  'invalid_recipient',
]);

const phonesBody = z.strictObject({
  number: phone,
  registered: z.boolean().optional(),
  ackDelayMs: ms.optional(),
  /** Refuse every message to it with this reason. */
  failWith: refusal.nullish().transform((value) => value ?? undefined),
  reply: z
    .string()
    .max(4096)
    .nullish()
    .transform((value) => value ?? undefined),
  delivers: z.boolean().optional(),
  reads: z.boolean().optional(),
  /** Linking this number asks for a passkey. */
  passkey: z.boolean().optional(),
});
const scanBody = z.strictObject({ qr: z.string().min(1), number: phone });
const codeBody = z.strictObject({ code: z.string().min(1), number: phone });
const numberBody = z.strictObject({ number: phone });
const restrictBody = z.strictObject({ number: phone, lifted: z.boolean().default(false) });
const incomingBody = z.strictObject({ from: phone, to: phone, body: z.string().max(65_536) });
const faultsBody = z.strictObject({
  latencyMs: ms.optional(),
  latencyJitterMs: ms.optional(),
  failRate: rate.optional(),
  failWith: refusal.optional(),
  loseAnswerRate: rate.optional(),
  loseMessageRate: rate.optional(),
  dropRate: rate.optional(),
  doubleAcks: z.boolean().optional(),
  offline: z.boolean().optional(),
  number: phone.optional(),
  times: z.number().int().min(1).optional(),
  /** How long a QR lives, and how many there are before linking idles. */
  qrTtlMs: z.number().int().min(50).max(600_000).optional(),
  maxQrs: z.number().int().min(1).max(1000).optional(),
});
const resetBody = z.strictObject({ devices: z.boolean().default(false) }).default({ devices: false });
const ledgerQuery = z.strictObject({
  from: phone.optional(),
  to: phone.optional(),
});

/** The levers of contract.md ("Simulators"), to be served on loopback only. */
export function createControlPlane({
  network,
  info,
}: {
  network: Network;
  /** What `GET /_sim/info` shows: how engines reach this simulator. */
  info: () => object;
}): Express {
  const app = express();
  app.disable('x-powered-by');
  // Whatever the content type says: a control plane should not answer "body missing" to a curl without -H.
  app.use(express.json({ limit: '1mb', type: () => true }));

  app.get('/_sim/info', (_request, response) => void response.json(info()));

  app.get('/_sim/ledger', (request, response) => {
    // A bare "+62…" in a query arrives with a blank for the plus; `phone` does not mind.
    const { from, to } = ledgerQuery.parse(withoutEmpty(request.query));
    response.json(network.ledger.all({ from, to }));
  });

  app.get('/_sim/devices', (_request, response) => {
    response.json(
      network.devices.all().map(({ number, link }) => ({ number: toE164(number), online: link !== null })),
    );
  });

  app.post('/_sim/phones', (request, response) => {
    const { number, passkey, ...change } = phonesBody.parse(request.body);
    const sent = z.record(z.string(), z.unknown()).parse(request.body);
    // An absent field keeps its value, a null one goes back to "none".
    const stated = Object.fromEntries(Object.entries(change).filter(([key]) => key in sent));
    network.setPhone(number, stated);
    if (passkey !== undefined) network.changeAccount(number, { passkey });
    response.json({ number: toE164(number), ...network.phonebook.get(number) });
  });

  app.post('/_sim/scan', (request, response) => {
    const { qr, number } = scanBody.parse(request.body);
    const outcome = network.linking.scan(qr, number);
    if (outcome === 'unknown_qr')
      throw new ControlError(404, 'qr_unknown', 'No open page shows this QR (expired?)');
    response.json({ outcome, number: toE164(number) });
  });

  app.post('/_sim/enter-code', (request, response) => {
    const { code, number } = codeBody.parse(request.body);
    const outcome = network.linking.enterCode(code, number);
    if (outcome === 'unknown_qr')
      throw new ControlError(404, 'code_unknown', 'No open page gave this code to this number');
    response.json({ outcome, number: toE164(number) });
  });

  app.post('/_sim/logout', (request, response) => {
    const { number } = numberBody.parse(request.body);
    const linked = linkedDevices(number);
    for (const device of linked) network.unlink(device, true);
    response.json({ unlinked: linked.length });
  });

  app.post('/_sim/ban', (request, response) => {
    const { number } = numberBody.parse(request.body);
    network.changeAccount(number, { banned: true });
    response.json({ number: toE164(number), banned: true });
  });

  app.post('/_sim/restrict', (request, response) => {
    const { number, lifted } = restrictBody.parse(request.body);
    network.changeAccount(number, { restricted: !lifted });
    response.json({ number: toE164(number), restricted: !lifted });
  });

  app.post('/_sim/drop', (request, response) => {
    const { number } = numberBody.parse(request.body);
    linkedDevices(number);
    response.json({ dropped: network.drop(number) });
  });

  app.post('/_sim/incoming', (request, response) => {
    const message = incomingBody.parse(request.body);
    const messageId = network.incoming(message);
    if (messageId === null) throw notLinked(message.to);
    response.json({ messageId });
  });

  app.post('/_sim/faults', (request, response) => {
    const { qrTtlMs, maxQrs, ...change } = faultsBody.parse(request.body);
    network.linking.configure({ qrTtlMs, maxQrs });
    response.json(network.setFaults(change));
  });

  app.post('/_sim/reset', (request, response) => {
    network.reset(resetBody.parse(request.body));
    response.json({ ok: true });
  });

  app.use((_request, _response, next) =>
    next(new ControlError(404, 'not_found', 'No such lever; see contract.md')),
  );
  app.use(answerError);
  return app;

  function linkedDevices(number: string) {
    const linked = network.devices.of(number);
    if (linked.length === 0) throw notLinked(number);
    return linked;
  }
}

class ControlError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const notLinked = (number: string) =>
  new ControlError(404, 'not_linked', `No device is linked to ${toE164(number)}`);

const withoutEmpty = (query: object) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

function answerError(error: unknown, _request: Request, response: Response, _next: NextFunction): void {
  if (error instanceof ControlError) {
    response.status(error.status).json({ code: error.code, message: error.message });
    return;
  }
  if (error instanceof z.ZodError) {
    response.status(400).json({ code: 'bad_request', message: z.prettifyError(error) });
    return;
  }
  // express.json's own errors carry a status: broken JSON, body too large.
  const status =
    error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
  response.status(status).json({ code: status < 500 ? 'bad_request' : 'internal', message: String(error) });
}
