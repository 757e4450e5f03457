import { createRequire } from 'node:module';
import path from 'node:path';
import { Router, static as serveStatic } from 'express';
import type { OpenAPIObject } from 'trpc-to-openapi';

const PAGE = `<!doctype html>
<html lang="id">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Siar API</title>
    <link rel="icon" type="image/png" href="/api/docs/assets/favicon-32x32.png" />
    <link rel="stylesheet" href="/api/docs/assets/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/api/docs/assets/swagger-ui-bundle.js"></script>
    <script src="/api/docs/start.js"></script>
  </body>
</html>
`;

/** A file of its own: the CSP allows no inline script. */
const START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'list',
  displayRequestDuration: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

/** `/api/openapi.json` and `/api/docs`, which loads nothing from outside. Mounted at `/api`. */
export function createDocs(document: OpenAPIObject): Router {
  const router = Router();
  const assets = path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  router.get('/openapi.json', (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache').json(document);
  });
  router.get('/docs', (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache').type('html').send(PAGE);
  });
  router.get('/docs/start.js', (_request, response) => {
    response.setHeader('Cache-Control', 'no-cache').type('js').send(START);
  });
  router.use('/docs/assets', serveStatic(assets, { index: false, maxAge: '1d' }));
  return router;
}
