import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const WORTH_IT = /\.(js|css|svg)$/;
/** Below this the headers cost more than is saved. */
const LEAST_BYTES = 1_024;

/**
 * Lays `.br` and `.gz` beside every script and style, so that nothing is compressed while people wait: the first
 * screen is a third of its size on the wire. (Browsers take `br` over https and from localhost only.)
 */
export function compressed(): Plugin {
  let outDir = '';
  return {
    name: 'siar-compressed',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    async writeBundle() {
      const assets = join(outDir, 'assets');
      const files = (await readdir(assets)).filter((file) => WORTH_IT.test(file));
      await Promise.all(files.map((file) => compress(join(assets, file))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < LEAST_BYTES) return;
  // 11 is the best and takes ten times as long for a few percent.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  await writeFile(`${file}.br`, await brotli(content, { params }));
  await writeFile(`${file}.gz`, await zip(content, { level: 9 }));
}
