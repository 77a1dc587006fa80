import { z } from 'zod';
import type { Variable } from './variable.js';

const url = (protocol: RegExp) => z.url({ protocol }).optional();
const secret = z.string().regex(/^\S+$/).optional();

/** What the cloud profile needs to know. Each `*_FILE` is read in place of the variable it is named after. */
export const cloudVariables = {
  JOB_CONSUMERS: {
    description:
      'Which process runs the jobs on the cloud profile: here means the server itself, worker means processes of their own (`npm run worker`).',
    whenUnset: 'here',
    example: 'worker',
    allowed: 'here, or worker with STORAGE_PROFILE=cloud',
    schema: z.enum(['here', 'worker']).default('here'),
  },
  WORKER_HEALTH_PORT: {
    description:
      'The port on which a worker process (`npm run worker`) answers /livez, /readyz and /metrics, at HOST. 0 lets the system choose a free one.',
    whenUnset: '8089',
    example: '8089',
    allowed: 'a whole number from 0 to 65535',
    schema: z.coerce.number().int().min(0).max(65_535).default(8_089),
  },
  GOOGLE_CLOUD_PROJECT: {
    description:
      'The Google Cloud project of Firestore and Cloud Storage. Credentials are found as Google’s libraries always find them.',
    whenUnset: 'the cloud profile does not start',
    example: 'my-project',
    allowed: 'the id of a project',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.:-]{2,62}$/)
      .optional(),
  },
  GOOGLE_APPLICATION_CREDENTIALS: {
    description: 'The key file of a Google service account. Read by Google’s own libraries.',
    whenUnset: 'the account of the machine is used',
    example: '/run/secrets/google.json',
    allowed: 'the path of a file',
    schema: z.string().optional(),
  },
  FIRESTORE_DATABASE: {
    description: 'The Firestore database in that project.',
    whenUnset: '(default)',
    example: '(default)',
    allowed: 'the id of a database',
    schema: z
      .string()
      .regex(/^(\(default\)|[a-z][a-z0-9-]{2,61}[a-z0-9])$/)
      .default('(default)'),
  },
  FIRESTORE_EMULATOR_HOST: {
    description: 'Use the Firestore emulator at this address instead of Google’s servers.',
    whenUnset: 'Google’s servers',
    example: '127.0.0.1:8080',
    allowed: 'a host and a port, host:port',
    schema: z
      .string()
      .regex(/^[A-Za-z0-9.-]+:\d{1,5}$/)
      .optional(),
  },
  GCS_BUCKET: {
    description: 'The Cloud Storage bucket for recordings.',
    whenUnset: 'the cloud profile does not start',
    example: 'my-recordings',
    allowed: 'the name of a bucket',
    schema: z
      .string()
      .regex(/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/)
      .optional(),
  },
  GCS_API_ENDPOINT: {
    description: 'Another server that speaks the protocol of Cloud Storage, for an emulator.',
    whenUnset: 'Google’s servers',
    example: 'http://127.0.0.1:4443',
    allowed: 'a URL that begins with http:// or https://',
    schema: url(/^https?$/),
  },
  REDIS_URL: {
    description:
      'The Redis server for jobs, locks, cache and events. It must keep what it is given: appendonly yes, maxmemory-policy noeviction.',
    whenUnset: 'the cloud profile does not start',
    example: 'redis://:password@127.0.0.1:6379/0',
    allowed: 'a URL that begins with redis:// or rediss://',
    schema: url(/^rediss?$/),
    secret: true,
  },
  REDIS_URL_FILE: {
    description: 'A file whose text is the URL, in place of REDIS_URL.',
    whenUnset: 'REDIS_URL is used',
    example: '/run/secrets/redis_url',
    allowed: 'the path of a file that can be read and holds one URL',
    schema: z.string().optional(),
  },
  PINECONE_API_KEY: {
    description: 'The key of the Pinecone project that holds the vectors.',
    whenUnset: 'the cloud profile does not start',
    example: 'your-key',
    allowed: 'a key without spaces',
    schema: secret,
    secret: true,
  },
  PINECONE_API_KEY_FILE: {
    description: 'A file whose text is the key, in place of PINECONE_API_KEY.',
    whenUnset: 'PINECONE_API_KEY is used',
    example: '/run/secrets/pinecone_api_key',
    allowed: 'the path of a file that can be read and holds one key',
    schema: z.string().optional(),
  },
  PINECONE_INDEX: {
    description: 'The Pinecone index; its dimension must be that of the embeddings, its metric cosine.',
    whenUnset: 'the cloud profile does not start',
    example: 'mneme',
    allowed: 'the name of an index',
    schema: z
      .string()
      .regex(/^[a-z0-9-]{1,45}$/)
      .optional(),
  },
  PINECONE_HOST: {
    description:
      'The address of that index, which saves asking for it at each start; its metric is then not checked.',
    whenUnset: 'Pinecone is asked',
    example: 'https://mneme-abc123.svc.aped-4627-b74a.pinecone.io',
    allowed: 'a URL that begins with http:// or https://',
    schema: url(/^https?$/),
  },
  PINECONE_CONTROLLER_HOST: {
    description: 'Another server that speaks Pinecone’s protocol for managing indexes, for an emulator.',
    whenUnset: 'Pinecone’s servers',
    example: 'http://127.0.0.1:5080',
    allowed: 'a URL that begins with http:// or https://',
    schema: url(/^https?$/),
  },
  TYPESENSE_URL: {
    description: 'The Typesense server for search by words on the cloud profile. Needs TYPESENSE_API_KEY.',
    whenUnset: 'search goes by meaning alone, and says so',
    example: 'http://127.0.0.1:8108',
    allowed: 'a URL that begins with http:// or https://',
    schema: url(/^https?$/),
  },
  TYPESENSE_API_KEY: {
    description: 'The key of that server.',
    whenUnset: 'search goes by meaning alone, and says so',
    example: 'your-key',
    allowed: 'a key without spaces',
    schema: secret,
    secret: true,
  },
  TYPESENSE_API_KEY_FILE: {
    description: 'A file whose text is the key, in place of TYPESENSE_API_KEY.',
    whenUnset: 'TYPESENSE_API_KEY is used',
    example: '/run/secrets/typesense_api_key',
    allowed: 'the path of a file that can be read and holds one key',
    schema: z.string().optional(),
  },
} as const satisfies Record<string, Variable>;
