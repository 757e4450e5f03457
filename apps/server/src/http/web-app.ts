import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RequestHandler, Router, static as serveStatic } from 'express';

/** Where the built SPA lies: beside the sources, beside the bundle in the repository, or in the image. */
export function findWebDirectory(from: string): string | null {
  const candidates = ['../../../web/dist', '../../web/dist', '../web/dist'].map((relative) =>
    fileURLToPath(new URL(relative, from)),
  );
  return candidates.find((candidate) => existsSync(path.join(candidate, 'index.html'))) ?? null;
}

const A_YEAR = 'public, max-age=31536000, immutable';

/**
 * The SPA: hashed files for ever, the page and the service worker asked for each time, and the page for every
 * address that the browser's router knows and we do not.
 */
export function createWebApp(directory: string): Router {
  const router = Router();
  router.use('/assets', takeCompressed(path.join(directory, 'assets')));
  router.use(
    serveStatic(directory, {
      index: false,
      setHeaders(response, file) {
        const isHashed = path.relative(directory, file).startsWith(`assets${path.sep}`);
        // What the bytes are once unpacked, not what the file's last ending says.
        const plain = file.replace(/\.(br|gz)$/, '');
        if (plain !== file) response.type(path.extname(plain));
        response.setHeader('Cache-Control', isHashed ? A_YEAR : 'no-cache');
      },
    }),
  );
  const sendPage: RequestHandler = (request, response, next) => {
    const wantsPage = request.method === 'GET' || request.method === 'HEAD';
    // A missing file is missing: an old tab that asks for an old chunk must not get HTML for a script.
    if (!wantsPage || path.extname(request.path) !== '' || !request.accepts('html')) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(path.join(directory, 'index.html'));
  };
  router.use(sendPage);
  return router;
}

/** Best first. `br` is offered by browsers over https and from localhost only. */
const ENCODINGS = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

/** The web's build lays compressed copies beside its scripts and styles: whoever can unpack one gets it. */
function takeCompressed(assets: string): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    response.vary('Accept-Encoding');
    const file = path.basename(request.path);
    const found = ENCODINGS.find(
      ({ name, ending }) =>
        request.acceptsEncodings(name) === name && existsSync(path.join(assets, `${file}${ending}`)),
    );
    if (found !== undefined && request.path === `/${file}`) {
      response.setHeader('Content-Encoding', found.name);
      request.url = `/${file}${found.ending}`;
    }
    next();
  };
}
