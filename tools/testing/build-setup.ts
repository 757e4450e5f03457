import { buildServer } from '../build/build-server.ts';
import { buildWeb } from '../build/build-web.ts';
import { say } from '../terminal.ts';

/** The browser tests drive what a user gets: the built server and the built web app. Once per run, when they are old. */
export default async function setup(): Promise<void> {
  await buildServer({ say });
  await buildWeb({ say });
}
