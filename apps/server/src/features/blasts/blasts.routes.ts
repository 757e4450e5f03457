import { once } from 'node:events';
import { messageStatus, notFound } from '@siar/shared';
import { z } from 'zod';
import type { PlainRoute } from '../../http/plain-routes.ts';

/** The results of a blast as a file, streamed: a million rows take no memory. */
export const blastRoutes: readonly PlainRoute[] = [
  {
    method: 'GET',
    path: '/blasts/{id}/messages.csv',
    access: 'user',
    operation: {
      summary: 'What became of each recipient, as CSV',
      tags: ['blasts'],
      parameters: [
        {
          name: 'status',
          in: 'query',
          required: false,
          schema: { type: 'string', enum: [...messageStatus.options] },
        },
      ],
      responses: {
        200: { description: 'One line per recipient, in the order of sending', content: { 'text/csv': {} } },
      },
    },
    async handle(request, response, { services, userId, params }) {
      const id = z.uuid().safeParse(params['id']);
      if (!id.success) throw notFound('blast');
      const status = messageStatus.optional().parse(request.query['status']);
      const pieces = await services.blastMessages.csv({
        userId,
        id: id.data,
        ...(status === undefined ? {} : { status }),
      });
      response.setHeader('Content-Type', 'text/csv; charset=utf-8');
      response.setHeader('Content-Disposition', `attachment; filename="blast-${id.data}.csv"`);
      response.setHeader('Cache-Control', 'no-store');
      for await (const piece of pieces) {
        if (response.destroyed) return;
        if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      response.end();
    },
  },
];
