import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DomainError, storableText } from '@siar/shared';
import busboy from 'busboy';
import { KIND_SAMPLE_BYTES, problemOfKind } from './file-kind.ts';

export interface Upload {
  fileName: string;
  bytes: number;
  sha256: string;
  /** The form's other values, not yet parsed. */
  fields: Readonly<Record<string, string>>;
}

/** What a form may hold beside the file. */
const FIELD_BYTES = 64 * 1024;
/** Boundaries, part headers and fields on top of the file itself. */
const FORM_OVERHEAD_BYTES = 256 * 1024;
/** A refused client that keeps sending is heard, and not listened to, for this long: so it reads the answer. */
const LINGER_MS = 2_000;

/**
 * Streams the form's `file` to `path` in constant memory. What is too large, or by its first bytes no text, is
 * refused as soon as that is seen; nothing is left on the disk then, nor when the client goes away.
 *
 * @throws payload_too_large, file_unreadable, file_empty (details.reason is a FileProblem), invalid_input,
 *   unsupported_media_type
 */
export async function receiveUpload(
  request: IncomingMessage,
  options: { path: string; limitBytes: number },
): Promise<Upload> {
  try {
    return await readForm(request, options);
  } catch (error) {
    letGo(request);
    await rm(options.path, { force: true });
    throw error;
  }
}

async function readForm(
  request: IncomingMessage,
  options: { path: string; limitBytes: number },
): Promise<Upload> {
  const tooLarge = new DomainError('payload_too_large', { limitBytes: options.limitBytes });
  if (Number(request.headers['content-length'] ?? 0) > options.limitBytes + FORM_OVERHEAD_BYTES)
    throw tooLarge;
  const form = openForm(request, options.limitBytes);
  const fields: Record<string, string> = {};
  let file: Promise<Omit<Upload, 'fields'>> | undefined;

  await new Promise<void>((resolve, reject) => {
    const refuse = (error: unknown): void =>
      reject(error instanceof Error ? error : new Error(String(error)));
    form.on('file', (name, stream, info) => {
      stream.on('limit', () => refuse(tooLarge));
      if (name !== 'file' || file !== undefined) {
        stream.resume();
        return refuse(invalid('file', 'the form holds one file, in the field `file`'));
      }
      file = store(stream, options.path).then((stored) => ({ ...stored, fileName: tidyName(info.filename) }));
      file.catch(refuse);
    });
    form.on('field', (name, value) => {
      if (Object.keys(fields).length < 20) fields[name] = value;
    });
    form.on('partsLimit', () => refuse(invalid('', 'the form has too many parts')));
    form.on('error', () => refuse(invalid('', 'the form breaks off or is malformed')));
    form.on('close', resolve);
    request.on('error', refuse);
    request.on('close', () => {
      if (!request.complete) refuse(invalid('', 'the upload broke off'));
    });
    request.pipe(form);
  }).catch(async (error: unknown) => {
    request.unpipe(form);
    form.destroy();
    // The file is closed before it is deleted.
    await file?.catch(() => undefined);
    throw error;
  });

  if (file === undefined) throw invalid('file', 'the form lacks its file');
  return { ...(await file), fields };
}

function openForm(request: IncomingMessage, limitBytes: number): busboy.Busboy {
  if (!/^multipart\/form-data\b/i.test(request.headers['content-type'] ?? '')) {
    throw new DomainError('unsupported_media_type', { expected: 'multipart/form-data' });
  }
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      // One more: busboy says `limit` when the last allowed byte comes, not the first forbidden one.
      limits: { fileSize: limitBytes + 1, files: 2, fields: 20, fieldSize: FIELD_BYTES, parts: 25 },
    });
  } catch (error) {
    throw invalid('', error instanceof Error ? error.message : 'malformed form');
  }
}

/** Writes the file while it is measured, and looks at its first bytes. */
async function store(stream: Readable, path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let head = Buffer.alloc(0);
  let isJudged = false;
  const judge = (): void => {
    isJudged = true;
    const problem = problemOfKind(head);
    if (problem === 'empty') throw new DomainError('file_empty', { reason: problem });
    if (problem !== null) throw new DomainError('file_unreadable', { reason: problem });
  };
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      try {
        if (!isJudged) {
          head = Buffer.concat([head, chunk]).subarray(0, KIND_SAMPLE_BYTES);
          if (head.length === KIND_SAMPLE_BYTES) judge();
        }
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        if (!isJudged) judge();
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
  await pipeline(stream, meter, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return { bytes, sha256: hash.digest('hex') };
}

/** Only for showing: never part of a path on our disk. */
function tidyName(fileName: string | undefined): string {
  const last =
    storableText(fileName ?? '')
      .split(/[\\/]/)
      .at(-1)
      ?.trim()
      .slice(0, 200) ?? '';
  return last === '' ? 'contacts.csv' : last.toWellFormed();
}

/**
 * Reads on without keeping anything, so that the client gets our answer instead of a broken pipe, then hangs up
 * on one that does not stop.
 */
function letGo(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
  request.on('error', () => undefined);
  request.resume();
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid_input', { issues: [{ path, kind: 'custom', message }] });
}
