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
  router.use(
    serveStatic(directory, {
      index: false,
      setHeaders(response, file) {
        const isHashed = path.relative(directory, file).startsWith(`assets${path.sep}`);
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
