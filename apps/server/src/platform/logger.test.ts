import { describe, expect, it } from 'vitest';
import { createLogger, maskPhoneNumber } from './logger.ts';

function lineOf(details: object, message = 'x', bindings: object = {}): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  createLogger({ level: 'info', name: 'test', destination }).child(bindings).info(details, message);
  return lines.join('');
}

describe('a log line', () => {
  it.each([
    ['password', { password: 'rahasia' }],
    ['token', { login: { token: 'rahasia' } }],
    ['authorization', { headers: { Authorization: 'Bearer rahasia' } }],
    ['cookie', { headers: { cookie: 'siar_login=rahasia' } }],
    ['message body', { message: { body: 'rahasia' } }],
    ['qr', { state: { qr: 'rahasia' } }],
    ['bytes', { data: Buffer.from('rahasia') }],
    ['in a list', { items: [{ secret: 'rahasia' }] }],
    ['too deep to look', { a: { b: { c: { d: { e: { f: 'rahasia' } } } } } }],
  ])('never holds a %s', (_what, details) => {
    expect(lineOf(details)).not.toContain('rahasia');
    expect(lineOf({}, 'x', details)).not.toContain('rahasia');
  });

  it('shows a phone number only to who knows it already', () => {
    const line = lineOf({ to: '+6281234567890', nested: { phoneNumber: '+6281234567890' } });
    expect(line).not.toContain('1234567');
    expect(line).toContain('+62812…890');
    expect(maskPhoneNumber('12345')).toBe('…');
  });

  it('keeps what names no number: ids, statuses', () => {
    const details = { userId: '019a0000-0812-7000-8000-081234567890', from: 'PENDING', to: 'SENDING' };
    expect(JSON.parse(lineOf(details))).toMatchObject(details);
  });

  it('tells an error by name, code and cause, with numbers masked and no further property', () => {
    const cause = Object.assign(new Error('no route to 6281234567890'), {
      code: 'E1',
      config: { auth: 'rahasia' },
    });
    const line = lineOf({ err: new Error('send to +6281234567890 failed', { cause }) });
    expect(JSON.parse(line)).toMatchObject({ err: { type: 'Error', cause: { code: 'E1' } } });
    expect(line).not.toContain('81234567890');
    expect(line).not.toContain('rahasia');
  });

  it('bears the ids of its child loggers', () => {
    expect(JSON.parse(lineOf({}, 'x', { requestId: 'r1', userId: 'u1', blastId: 'b1' }))).toMatchObject({
      requestId: 'r1',
      userId: 'u1',
      blastId: 'b1',
      level: 'info',
      name: 'test',
    });
  });
});
