import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * An append-only file of JSON lines, or nothing but order when there is no path. What was acknowledged to a client
 * was written before: `afterWrite` runs once everything appended so far has reached the file, so a killed simulator
 * never forgets a message that someone was told about. Lines are written in one call per turn of the event loop.
 */
export interface Journal {
  append(record: object): void;
  afterWrite(callback: () => void): void;
  clear(): void;
  close(): void;
}

/** Reads what an earlier process wrote. A torn last line (killed while writing) is dropped. */
export function replayJournal(path: string | undefined): unknown[] {
  if (path === undefined || !existsSync(path)) return [];
  const records: unknown[] = [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const complete = lines.slice(0, -1);
  for (const [index, line] of complete.entries()) {
    if (line === '') continue;
    try {
      records.push(JSON.parse(line));
    } catch {
      throw new Error(`The ledger ${path} is damaged at line ${index + 1}; move it away to start afresh`);
    }
  }
  return records;
}

export function openJournal(path: string | undefined): Journal {
  let file: number | null = null;
  if (path !== undefined) {
    mkdirSync(dirname(path), { recursive: true });
    dropTornLine(path);
    file = openSync(path, 'a');
  }
  let lines: string[] = [];
  let callbacks: (() => void)[] = [];
  let scheduled = false;

  function flush(): void {
    scheduled = false;
    const text = lines.join('');
    const due = callbacks;
    lines = [];
    callbacks = [];
    if (file !== null && text !== '') writeWhole(file, text);
    for (const callback of due) callback();
  }
  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  }

  return {
    append(record) {
      if (file === null) return;
      lines.push(`${JSON.stringify(record)}\n`);
      schedule();
    },
    afterWrite(callback) {
      callbacks.push(callback);
      schedule();
    },
    clear() {
      lines = [];
      if (file !== null) ftruncateSync(file, 0);
    },
    close() {
      flush();
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
}

function dropTornLine(path: string): void {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end === bytes.length) return;
  const file = openSync(path, 'r+');
  ftruncateSync(file, end);
  closeSync(file);
}
