// The floors of docs/architecture.md, as rules. A lib imports strictly lower floors only, through their index.
const FLOOR = {
  kernel: 0,
  contracts: 1,
  client: 2,
  config: 2,
  observability: 2,
  sqlite: 2,
  storage: 3,
  queue: 3,
  ai: 3,
  accounts: 4,
  transcription: 5,
  conversations: 6,
  memories: 7,
  apps: 8,
  chat: 9,
  product: 9.5,
};

const notBelow = (lib) => Object.keys(FLOOR).filter((other) => other !== lib && FLOOR[other] >= FLOOR[lib]);

const neverUpwards = Object.keys(FLOOR).map((lib) => ({
  name: `never-upwards:${lib}`,
  severity: 'error',
  comment: `${lib} is on floor ${FLOOR[lib]}; it may import lower floors only. Publish a job or an event from contracts instead.`,
  from: { path: `^libs/${lib}/` },
  to: { path: `^libs/(${notBelow(lib).join('|') || 'NONE'})/` },
}));

const TEST_FILE = '(\\.spec\\.ts$|\\.e2e-spec\\.ts$|^test/|/src/testing/)';

/** Packages that one place alone may import, so that a vendor can be changed there and nowhere else. */
const ONLY_IN = [
  ['node:sqlite', '^(sqlite|node:sqlite)$', '^libs/(sqlite|storage|queue)/src/'],
  [
    'firestore',
    'node_modules/(firebase-admin|@google-cloud/firestore)/',
    '^libs/storage/src/cloud/firestore/',
  ],
  ['sqlite-vec', 'node_modules/sqlite-vec', '^libs/storage/src/embedded/'],
  ['pinecone', 'node_modules/@pinecone-database', '^libs/storage/src/cloud/pinecone/'],
  ['gcs', 'node_modules/@google-cloud/storage', '^libs/storage/src/cloud/gcs/'],
  ['cache-manager', 'node_modules/(cache-manager|keyv)/', '^libs/storage/src/cloud/redis/'],
  ['typesense', 'node_modules/typesense', '^libs/storage/src/cloud/typesense/'],
  ['sherpa-onnx', 'node_modules/sherpa-onnx', '^libs/ai/src/speech/'],
  ['langchain', 'node_modules/@langchain/openai', '^libs/ai/src/language/'],
  ['tinyld', 'node_modules/tinyld', '^libs/ai/src/language/'],
  ['langgraph', 'node_modules/@langchain/langgraph', '^libs/chat/src/'],
  ['opus', 'node_modules/@evan/opus', '^libs/transcription/src/codecs/'],
  ['audio-decode', 'node_modules/(audio-decode|audio-type)', '^libs/transcription/src/audio-files/'],
  ['deepgram', 'node_modules/@deepgram', '^libs/ai/src/speech/providers/'],
  ['soniox', 'node_modules/@soniox', '^libs/ai/src/speech/providers/'],
  ['speechmatics', 'node_modules/@speechmatics', '^libs/ai/src/speech/providers/'],
  [
    'ws',
    'node_modules/(ws|@types/ws)/',
    '^(apps/api/src/ingest/omi/|libs/ai/src/(speech/providers|testing)/|test/)',
  ],
  ['caldav', 'node_modules/(tsdav|ical\\.js)/', '^libs/conversations/src/task-export/'],
  ['jose', 'node_modules/jose', '^libs/accounts/src/'],
  ['prom-client', 'node_modules/prom-client', '^libs/observability/src/'],
  [
    'redis',
    'node_modules/(ioredis|cache-manager-ioredis-yet)/',
    '^(libs/storage/src/cloud/redis/|libs/queue/src/cloud/|libs/product/src/fanout/)',
  ],
  ['bull', 'node_modules/(bull|@nestjs/bull)/', '^(libs/queue/src/cloud/|apps/api/src/jobs/)'],
  ['socket.io client', 'node_modules/socket\\.io-client', '^(libs/client/src/|test/)'],
  ['bull board', 'node_modules/@bull-board', '^apps/api/src/jobs/'],
  ['socket.io adapter', 'node_modules/@socket\\.io/redis-streams-adapter', '^libs/product/src/fanout/'],
  ['pino', 'node_modules/(pino|pino-http|nestjs-pino|pino-pretty)/', '^libs/observability/src/'],
];

module.exports = {
  forbidden: [
    ...neverUpwards,
    {
      name: 'only-through-the-index',
      severity: 'error',
      comment: 'A lib is entered through its index.ts; tests may also use its testing/index.ts.',
      from: { path: '^(apps|libs|test)/([^/]+)/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: ['^libs/$2/', '/src/index\\.ts$', '/src/testing/index\\.ts$'],
      },
    },
    {
      name: 'test-code-stays-in-tests',
      severity: 'error',
      comment: 'Production code never imports testing helpers.',
      from: { pathNot: TEST_FILE },
      to: { path: ['^test/', '/src/testing/'] },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^(apps|libs|test)/' }, to: { circular: true } },
    { name: 'libs-never-import-apps', severity: 'error', from: { path: '^libs/' }, to: { path: '^apps/' } },
    {
      name: 'apps-never-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'transport-stays-in-apps',
      severity: 'error',
      comment:
        'HTTP and sockets are spoken in apps/* only; the client and the adapters of vendors are the other ends.',
      from: {
        path: '^libs/',
        pathNot: [TEST_FILE, '^libs/product/src/fanout/', '^libs/client/', '^libs/ai/src/speech/providers/'],
      },
      to: { path: 'node_modules/(express|socket\\.io|socket\\.io-client|ws|@nestjs/(platform-|websockets))' },
    },
    {
      name: 'contracts-know-no-framework-but-shapes',
      severity: 'error',
      from: { path: '^libs/(kernel)/', pathNot: TEST_FILE },
      to: { path: 'node_modules/@nestjs' },
    },
    ...ONLY_IN.map(([name, path, home]) => ({
      name: `vendor-only-in-its-adapter:${name}`,
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: [home, TEST_FILE] },
      to: { path },
    })),
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
