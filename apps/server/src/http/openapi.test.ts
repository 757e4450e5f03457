import { describe, expect, it } from 'vitest';
import { createOpenApiDocument } from './openapi.ts';
import { plainRoutes } from './plain-routes.ts';
import { proceduresOf, restRoutesOf } from './rest.ts';
import { appRouter } from './router.ts';

const document = createOpenApiDocument({ router: appRouter, plainRoutes, version: '0.0.0' });
const paths = (document.paths ?? {}) as Record<string, Record<string, Operation>>;

interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  security?: object[];
}

/** What contract.md promises under /api/v1; payments come with their own issue. */
const PROMISED = `
POST /auth/register
POST /auth/login
POST /auth/logout
GET /me
GET /whatsapp
POST /whatsapp/connect
POST /whatsapp/disconnect
POST /whatsapp/logout
POST /contacts/bulk
POST /contacts/imports
GET /contacts/imports/{id}
GET /contacts/imports/{id}/errors.csv
GET /contacts
POST /contacts
GET /contacts/{id}
PATCH /contacts/{id}
DELETE /contacts/{id}
GET /lists
POST /lists
GET /lists/{id}
PATCH /lists/{id}
DELETE /lists/{id}
GET /templates
POST /templates
GET /templates/{id}
PATCH /templates/{id}
DELETE /templates/{id}
GET /suppressions
POST /suppressions
GET /suppressions/{phoneNumber}
DELETE /suppressions/{phoneNumber}
POST /blasts
GET /blasts
GET /blasts/{id}
POST /blasts/{id}/launch
POST /blasts/{id}/pause
POST /blasts/{id}/resume
POST /blasts/{id}/cancel
GET /blasts/{id}/messages
GET /blasts/{id}/messages.csv
GET /reports/summary
GET /packages
GET /billing/payments
GET /billing/payments/{orderId}
GET /billing/subscription
GET /admin/users
POST /admin/users
GET /admin/users/{id}
PATCH /admin/users/{id}
DELETE /admin/users/{id}
POST /admin/users/{id}/activate
POST /admin/users/{id}/deactivate
POST /admin/users/{id}/grant
GET /admin/packages
POST /admin/packages
GET /admin/packages/{id}
PATCH /admin/packages/{id}
DELETE /admin/packages/{id}
GET /admin/whatsapp-sessions
GET /admin/payments
GET /admin/dead-letters
GET /admin/stats
GET /admin/audit
`
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [method: string, path: string]);

/** Statuses that the contract names. */
const CREATED = ['POST /auth/register', 'POST /blasts'];
const ACCEPTED = ['POST /contacts/imports'];

const operationOf = (method: string, path: string) => paths[`/api/v1${path}`]?.[method.toLowerCase()];

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
  });

  it.each(PROMISED)('has %s %s', (method, path) => {
    expect(operationOf(method, path)).toBeDefined();
  });

  it.each([
    ...CREATED.map((route) => ({ route, status: '201' })),
    ...ACCEPTED.map((route) => ({ route, status: '202' })),
  ])('$route answers $status', ({ route, status }) => {
    const [method = '', path = ''] = route.split(' ');
    const successes = Object.keys(operationOf(method, path)?.responses ?? {}).filter((code) => code < '300');
    expect(successes).toEqual([status]);
  });

  it('has every procedure, unless it is a subscription', () => {
    const served = new Set(restRoutesOf(appRouter).map(({ procedure }) => procedure));
    const missing = proceduresOf(appRouter).filter(
      ({ path, type }) => type !== 'subscription' && !served.has(path),
    );
    expect(missing.map(({ path }) => path)).toEqual([]);
  });

  it('names each operation once', () => {
    const ids = Object.values(paths).flatMap((item) =>
      Object.values(item).map(({ operationId }) => operationId),
    );
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('describes every refusal as {code, message, details}, and none as anything else', () => {
    for (const operation of Object.values(paths).flatMap((item) => Object.values(item))) {
      const refusals = Object.entries(operation.responses).filter(([status]) => status >= '400');
      expect(refusals.length).toBeGreaterThan(0);
      for (const [, { content }] of refusals) {
        expect(content?.['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Refusal' });
      }
    }
    expect(JSON.stringify(document)).not.toContain('error.BAD_REQUEST');
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(names.filter((name) => document.components?.schemas?.[name] === undefined)).toEqual([]);
  });

  it('asks for a login everywhere but where one is made', () => {
    const open = Object.entries(paths).flatMap(([path, item]) =>
      Object.values(item)
        .filter(({ security }) => security === undefined || security.length === 0)
        .map(() => path),
    );
    expect(open.sort()).toEqual(['/api/v1/auth/login', '/api/v1/auth/register']);
  });
});
