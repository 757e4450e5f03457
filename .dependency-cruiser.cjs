// The boundaries of docs/architecture.md, checked by `npm run check`.

// A feature calls a service to its left, and reaches right by a job or an event.
const FEATURES = [
  'auth',
  'users',
  'billing',
  'whatsapp',
  'contacts',
  'templates',
  'messages',
  'blasts',
  'reports',
  'admin',
];
const SERVER = '^apps/server/src';
const TEST = String.raw`(\.test\.tsx?$|/testing/)`;

const featuresReachLeft = FEATURES.slice(0, -1).map((name, index) => ({
  name: `${name}-reaches-left`,
  comment: `features/${name} may call only the features before it: ${FEATURES.slice(0, index).join(', ') || 'none'}.`,
  severity: 'error',
  from: { path: `${SERVER}/features/${name}/`, pathNot: TEST },
  to: { path: `${SERVER}/features/(${FEATURES.slice(index + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle of types alone is harmless; one of code is two modules that are really one.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'bullmq-in-queue-only',
      comment: 'packages/queue is the only one who knows BullMQ.',
      severity: 'error',
      from: { pathNot: '^packages/queue/' },
      to: { path: 'node_modules/bullmq/' },
    },
    {
      name: 'prisma-client-in-db-only',
      comment: 'Others import the client and its types from @siar/db.',
      severity: 'error',
      from: { pathNot: '^packages/db/' },
      to: { path: ['^packages/db/src/generated/', 'node_modules/@prisma/'] },
    },
    {
      name: 'no-simulator-in-production',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: [TEST, '^packages/simulators/'] },
      to: { path: '^packages/simulators/' },
    },
    {
      name: 'no-tools-in-production',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: TEST },
      to: { path: '^tools/' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'packages/shared/src/domain imports no I/O: no Node module, nothing outside shared but zod and the phone rules.',
      severity: 'error',
      from: { path: '^packages/shared/src/domain/', pathNot: TEST },
      to: { pathNot: ['^packages/shared/src/', 'node_modules/(zod|libphonenumber-js)/'] },
    },
    {
      name: 'shared-stands-alone',
      severity: 'error',
      from: { path: '^packages/shared/', pathNot: TEST },
      to: { path: '^(apps|packages/(?!shared/))' },
    },
    {
      name: 'db-and-queue-know-shared-only',
      severity: 'error',
      from: { path: '^packages/(db|queue)/', pathNot: TEST },
      to: { path: '^(apps/|packages/(client|simulators)/)' },
    },
    {
      name: 'db-and-queue-are-strangers',
      severity: 'error',
      from: { path: '^packages/(db|queue)/', pathNot: TEST },
      to: { path: '^packages/(db|queue)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'client-sees-types-only',
      comment: 'packages/client sees the AppRouter as a type; nothing of the server reaches a browser.',
      severity: 'error',
      from: { path: '^(packages/client|apps/web)/', pathNot: TEST },
      to: { path: '^(apps/server|packages/(db|queue))/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-meets-server-through-client',
      severity: 'error',
      from: { path: '^apps/web/', pathNot: TEST },
      to: { path: '^(apps/server|packages/(db|queue))/' },
    },
    {
      name: 'server-knows-no-client',
      severity: 'error',
      from: { path: '^apps/server/', pathNot: TEST },
      to: { path: '^(apps/web|packages/client)/' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: `${SERVER}/platform/`, pathNot: TEST },
      to: { path: `${SERVER}/features/` },
    },
    ...featuresReachLeft,
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: {
      path: ['^(apps|packages)/[^/]+/dist[^/]*/', String.raw`\.css$`, String.raw`\?(url|raw|worker)$`],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.node'],
    },
  },
};
