import { ERROR_CODES } from '@siar/shared';
import { generateOpenApiDocument, type OpenAPIObject } from 'trpc-to-openapi';
import { httpStatusOf } from './errors.ts';
import type { OpenApiOperation, PlainRoute } from './plain-routes.ts';
import { restRoutesOf } from './rest.ts';
import type { AppRouter } from './router.ts';

export const API_PREFIX = '/api/v1';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const SECURITY = [{ bearer: [] }, { cookie: [] }];

/**
 * The OpenAPI 3.1 document: what trpc-to-openapi makes of the procedures, the plain routes beside it, and our own
 * refusals in place of its error shapes. Paths are whole (`/api/v1/blasts`), so that the server is just the host.
 */
export function createOpenApiDocument({ router, plainRoutes, version }: DocumentSource): OpenAPIObject {
  const generated = generateOpenApiDocument(router, {
    title: 'Siar',
    description:
      'WhatsApp broadcasts: contacts in, one message to each of them, and what became of every one. ' +
      'Log in with `POST /api/v1/auth/login` and send the token as `Authorization: Bearer …`. ' +
      'Refusals are `{code, message, details}`; `message` follows `Accept-Language` (id, en).',
    version,
    baseUrl: '/',
    openApiVersion: '3.1.0',
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer', description: 'Login token or API key' },
      cookie: { type: 'apiKey', in: 'cookie', name: 'siar_login' },
    },
  });
  const statuses = new Map(
    restRoutesOf(router).map(({ method, path, successStatus }) => [`${method} ${path}`, successStatus]),
  );
  const paths: NonNullable<OpenAPIObject['paths']> = {};
  for (const [path, item] of Object.entries(generated.paths ?? {})) {
    const finished: Record<string, OpenApiOperation> = {};
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const status = statuses.get(`${method.toUpperCase()} ${path}`) ?? 200;
      finished[method] = finish(withSuccess(operation, status), path);
    }
    paths[`${API_PREFIX}${path}`] = finished;
  }
  for (const route of plainRoutes) {
    const path = `${API_PREFIX}${route.path}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: finish(operationOf(route), route.path) };
  }
  const { schemas = {}, ...components } = generated.components ?? {};
  const ours = Object.entries(schemas).filter(([name]) => !name.startsWith('error.'));
  return {
    ...generated,
    servers: [{ url: '/' }],
    paths,
    components: { ...components, schemas: { ...Object.fromEntries(ours), Refusal: REFUSAL_SCHEMA } },
  };
}

interface DocumentSource {
  router: AppRouter;
  plainRoutes: readonly PlainRoute[];
  version: string;
}

const REFUSAL_SCHEMA = {
  type: 'object' as const,
  required: ['code', 'message', 'details'],
  properties: {
    code: { type: 'string' as const, enum: [...ERROR_CODES] },
    message: { type: 'string' as const, description: 'What happened and what to do, for people' },
    details: { type: 'object' as const, additionalProperties: true, description: 'For programs' },
  },
};

function operationOf(route: PlainRoute): OpenApiOperation {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path' as const,
    required: true,
    schema: { type: 'string' as const },
  }));
  return {
    operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/\W+/g, '-')}`,
    ...route.operation,
    parameters: [...inPath, ...(route.operation.parameters ?? [])],
    security: SECURITY,
  };
}

/** The generator knows only 200. */
function withSuccess(operation: OpenApiOperation, status: number): OpenApiOperation {
  const { 200: success, ...others } = (operation.responses ?? {}) as Record<string, { description?: string }>;
  if (success === undefined || status === 200) return operation;
  const answer = status === 204 ? { description: success.description ?? 'Done' } : success;
  return { ...operation, responses: { [status]: answer, ...others } };
}

/** Replaces the generator's error answers by ours. */
function finish(operation: OpenApiOperation, path: string): OpenApiOperation {
  const successes = Object.entries(operation.responses ?? {}).filter(([status]) => /^[23]/.test(status));
  const isProtected = (operation.security ?? []).length > 0;
  const takesInput = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0;
  const refusals = [
    ...(takesInput ? [400] : []),
    ...(isProtected ? [401, 403] : []),
    ...(path.includes('{') ? [404] : []),
    ...(operation.requestBody === undefined ? [] : [413, 415]),
    429,
    500,
    503,
  ];
  const responses = Object.fromEntries(refusals.map((status) => [status, refusalAnswer(status)]));
  return { ...operation, responses: { ...Object.fromEntries(successes), ...responses } };
}

function refusalAnswer(status: number) {
  const codes = ERROR_CODES.filter((code) => httpStatusOf(code) === status);
  return {
    description: codes.join(', '),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
  };
}
