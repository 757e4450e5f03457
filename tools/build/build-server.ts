import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ROOT } from '../repository.ts';
import { buildOnce } from './build-once.ts';

const SERVER = join(ROOT, 'apps', 'server');
const ENTRIES = ['api.ts', 'worker.ts', 'bootstrap-admin.ts'];
const BUNDLED = ['shared', 'db', 'queue'];

/** `apps/server/dist`: one file per process, our own packages inside, npm's outside. */
export async function buildServer({ say }: { say: (line: string) => void }): Promise<void> {
  const packages = BUNDLED.map((name) => join(ROOT, 'packages', name));
  await buildOnce({
    title: 'the server',
    sources: [join(SERVER, 'src'), join(SERVER, 'package.json'), ...packages],
    output: join(SERVER, 'dist'),
    say,
    build: async (draft) => {
      await build({
        entryPoints: ENTRIES.map((entry) => join(SERVER, 'src', entry)),
        outdir: draft,
        bundle: true,
        splitting: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        sourcemap: true,
        logLevel: 'silent',
        plugins: [externalPackages],
      });
      // `migrate` looks for them beside the bundle.
      await cp(join(ROOT, 'packages', 'db', 'prisma', 'migrations'), join(draft, 'migrations'), {
        recursive: true,
      });
    },
  });
}

/** npm packages stay outside the bundle, so the server's own package.json must bring each of them. */
const externalPackages: Plugin = {
  name: 'external-packages',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || path.startsWith('@siar/') || isBuiltin(path)) return undefined;
      const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
      if (existsSync(join(SERVER, 'node_modules', name))) return { path, external: true };
      return { errors: [{ text: `the bundle imports ${name}: list it in apps/server/package.json` }] };
    });
  },
};
