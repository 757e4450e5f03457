import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's root. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/** Everything that runs here keeps its state under this folder of the clone; deleting it starts afresh. */
export const STATE = join(ROOT, '.siar');
