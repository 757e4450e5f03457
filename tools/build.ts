import { buildServer } from './build/build-server.ts';
import { buildWeb } from './build/build-web.ts';
import { say } from './terminal.ts';

/** `node tools/bootstrap.mjs build`: what a production image needs. */
export async function main(): Promise<number> {
  await buildServer({ say });
  await buildWeb({ say });
  return 0;
}
