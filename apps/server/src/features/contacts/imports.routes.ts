import { once } from 'node:events';
import { notFound } from '@siar/shared';
import { z } from 'zod';
import type { PlainRoute } from '../../http/plain-routes.ts';

const tags = ['contacts'];

/** Files come and go beside tRPC: an upload is streamed to disk, the errors are streamed from the database. */
export const importRoutes: readonly PlainRoute[] = [
  {
    method: 'POST',
    path: '/contacts/imports',
    access: 'user',
    operation: {
      summary: 'Import a file of contacts',
      description:
        'CSV in UTF-8, UTF-16 or Windows-1252, divided by comma, semicolon, tab or bar. Header, number and name ' +
        'columns are found; `mapping` ({"phone":"No WA","name":"Nama","header":true}) decides otherwise.',
      tags,
      requestBody: {
        required: true,
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['file'],
              properties: {
                file: { type: 'string', format: 'binary' },
                listId: { type: 'string', format: 'uuid' },
                mapping: { type: 'string', description: 'JSON' },
              },
            },
          },
        },
      },
      responses: {
        202: {
          description: 'The file is on its way; GET /contacts/imports/{id} tells how far',
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['importId'],
                properties: { importId: { type: 'string', format: 'uuid' } },
              },
            },
          },
        },
      },
    },
    async handle(request, response, { services, userId }) {
      response.status(202).json(await services.imports.receive({ userId, request }));
    },
  },
  {
    method: 'GET',
    path: '/contacts/imports/{id}/errors.csv',
    access: 'user',
    operation: {
      summary: 'All refused rows of an import',
      tags,
      responses: { 200: { description: 'row, value, reason, message', content: { 'text/csv': {} } } },
    },
    async handle(_request, response, { services, userId, params }) {
      const id = z.uuid().safeParse(params['id']);
      if (!id.success) throw notFound('import');
      const pieces = await services.imports.errorsCsv({ userId, id: id.data });
      response.setHeader('Content-Type', 'text/csv; charset=utf-8');
      response.setHeader('Content-Disposition', `attachment; filename="import-errors-${id.data}.csv"`);
      response.setHeader('Cache-Control', 'no-store');
      for await (const piece of pieces) {
        if (response.destroyed) return;
        if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      response.end();
    },
  },
];
