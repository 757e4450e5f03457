import { join } from 'node:path';
import { runCommand } from '../process/run-command.ts';
import { ROOT } from '../repository.ts';
import { buildOnce } from './build-once.ts';

const WEB = join(ROOT, 'apps', 'web');

/** `apps/web/dist`: the static files that the API process serves. */
export async function buildWeb({ say }: { say: (line: string) => void }): Promise<void> {
  await buildOnce({
    title: 'the web app',
    sources: [WEB, join(ROOT, 'packages', 'client', 'src'), join(ROOT, 'packages', 'shared', 'src')],
    output: join(WEB, 'dist'),
    say,
    build: async (draft) => {
      const vite = join(WEB, 'node_modules', 'vite', 'bin', 'vite.js');
      const env = { ...process.env, NODE_ENV: 'production' };
      await runCommand(process.execPath, [vite, 'build', '--outDir', draft, '--emptyOutDir'], {
        cwd: WEB,
        env,
      });
    },
  });
}
