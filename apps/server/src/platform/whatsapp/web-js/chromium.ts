import { accessSync, constants, existsSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';

export interface Chromium {
  executablePath: string;
  /** The headless shell takes about half the memory of a whole Chromium (measured: 99 MB against 213 MB each). */
  headless: 'shell' | true;
}

/** First the lean one. Debian's names, then the others'. */
const NAMES = [
  'chromium-headless-shell',
  'chrome-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
];

/** Debian's `/usr/bin` entry is a shell script around this; without it there is one process less to lose. */
const DEBIAN_SHELL = '/usr/lib/chromium/chromium-headless-shell';

/** Null when there is none. `chromiumPath` (CHROMIUM_PATH) wins over the PATH, and is not doubted. */
export function findChromium({
  chromiumPath,
  searchPath,
}: {
  chromiumPath: string | null;
  searchPath: string;
}): Chromium | null {
  if (chromiumPath !== null) return isRunnable(chromiumPath) ? describe(chromiumPath) : null;
  const folders = searchPath.split(delimiter).filter(isAbsolute);
  for (const name of NAMES) {
    const found = folders.map((folder) => join(folder, name)).find(isRunnable);
    if (found) return describe(found);
  }
  return null;
}

function describe(path: string): Chromium {
  const isDebianScript = path === '/usr/bin/chromium-headless-shell' && existsSync(DEBIAN_SHELL);
  return {
    executablePath: isDebianScript ? DEBIAN_SHELL : path,
    headless: basename(path).includes('headless-shell') ? 'shell' : true,
  };
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param isRoot Chromium's sandbox refuses to run under root
 * @param extraArgs for tests only: they lead the browser to the simulated page
 */
export function chromiumArgs({
  isRoot,
  extraArgs,
}: {
  isRoot: boolean;
  extraArgs: readonly string[];
}): string[] {
  return [
    ...(isRoot ? ['--no-sandbox'] : []),
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-quic',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--mute-audio',
    '--no-default-browser-check',
    '--no-first-run',
    // A cap against leaks, not a saving.
    '--js-flags=--max-old-space-size=1024',
    ...extraArgs,
  ];
}
