import { z } from 'zod';

const ZIP_MAGIC = 0x04034b50;

export interface Backup {
  zip: Buffer;
  savedAt: Date;
  /** Made after the browser had ended: nothing was sent from this profile later than `savedAt`. */
  isComplete: boolean;
}

const header = z.object({
  version: z.literal(1),
  savedAt: z.iso.datetime().transform((text) => new Date(text)),
  isComplete: z.boolean(),
});

/** The stored bytes: one line of JSON, then the zip of the profile. */
export function wrapBackup({ zip, savedAt, isComplete }: Backup): Buffer {
  const line = JSON.stringify({ version: 1, savedAt: savedAt.toISOString(), isComplete });
  return Buffer.concat([Buffer.from(`${line}\n`), zip]);
}

/** Throws on bytes that are no backup of ours. */
export function unwrapBackup(bytes: Buffer): Backup {
  const end = bytes.indexOf(0x0a);
  const { savedAt, isComplete } = header.parse(JSON.parse(bytes.subarray(0, Math.max(0, end)).toString()));
  const zip = bytes.subarray(end + 1);
  if (zip.length < 22 || zip.readUInt32LE(0) !== ZIP_MAGIC) throw new Error('the stored profile is no zip');
  return { zip, savedAt, isComplete };
}
