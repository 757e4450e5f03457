import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The page's script as one text that can stand inside a `<script>` element. */
export async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./browser/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'chrome120',
    legalComments: 'none',
  });
  const text = outputFiles[0]?.text;
  if (text === undefined) throw new Error('esbuild made no page script');
  return text.replaceAll('</script', '<\\/script');
}
