import { ensureProgram, findProgram } from './system-packages.ts';

// The headless shell first: half the size and start time of the whole browser.
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
];

/** `CHROMIUM_PATH`, or the first Chromium on the PATH. */
export function findChromium(): string | undefined {
  const chosen = process.env['CHROMIUM_PATH'];
  return findProgram(chosen === undefined || chosen === '' ? NAMES : [chosen]);
}

/**
 * As findChromium, and installs it when it is missing and we are root.
 * @throws Error with the command to run, or when CHROMIUM_PATH names no program.
 */
export async function ensureChromium({ say }: { say: (line: string) => void }): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') throw new Error(`CHROMIUM_PATH is no program: ${chosen}`);
  return ensureProgram({ names: NAMES, aptPackage: 'chromium-headless-shell', say });
}
