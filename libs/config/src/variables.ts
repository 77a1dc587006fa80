import { z } from 'zod';
import { cloudVariables } from './cloud-variables.js';
import { embeddingsVariables } from './embeddings-variables.js';
import { limitsVariables } from './limits-variables.js';
import { speechVariables } from './speech-variables.js';
import type { Variable } from './variable.js';

const integer = (min: number, max: number, unset: number) =>
  z.coerce.number().int().min(min).max(max).default(unset);

const isTimeZone = (name: string) => {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

export const variables = {
  HOST: {
    description:
      'The address the server listens on. 0.0.0.0 opens it to the network; put TLS in front of it then.',
    whenUnset: '127.0.0.1',
    example: '0.0.0.0',
    allowed: 'a host name or an IP address without a port',
    schema: z
      .string()
      .regex(/^(?:[A-Za-z0-9.-]+|[0-9A-Fa-f:.]+)$/)
      .default('127.0.0.1'),
  },
  PORT: {
    description: 'The port the server listens on. 0 lets the system choose a free one.',
    whenUnset: '8088',
    example: '8088',
    allowed: 'a whole number from 0 to 65535',
    schema: integer(0, 65_535, 8_088),
  },
  PUBLIC_URL: {
    description:
      'The address under which others reach this server, for links that are shared: what stands in front of it, if anything does.',
    whenUnset: 'the address that the request for the link came to',
    example: 'https://mneme.example.org',
    allowed: 'an http or https address without a query',
    schema: z
      .url({ protocol: /^https?$/ })
      .regex(/^[^?#]+$/)
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
  },
  SHUTDOWN_GRACE_MS: {
    description:
      'How long a stopping server waits for running jobs, in milliseconds, before it gives them back.',
    whenUnset: '10000',
    example: '10000',
    allowed: 'a whole number from 0 to 600000',
    schema: integer(0, 600_000, 10_000),
  },
  LOG_LEVEL: {
    description: 'The least important kind of log line that is written.',
    whenUnset: 'info',
    example: 'info',
    allowed: 'one of debug, info, warn, error, silent',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  },
  LOG_FORMAT: {
    description: 'Log lines for people (pretty) or one JSON object per line for machines (json).',
    whenUnset: 'pretty on a terminal, otherwise json',
    example: 'json',
    allowed: 'pretty or json',
    schema: z.enum(['pretty', 'json']).optional(),
  },
  STORAGE_PROFILE: {
    description:
      'Where everything is kept: embedded means files in DATA_DIR on this machine, cloud means Firestore, Google Cloud Storage, Redis and Pinecone.',
    whenUnset: 'embedded',
    example: 'embedded',
    allowed: 'embedded or cloud',
    schema: z.enum(['embedded', 'cloud']).default('embedded'),
  },
  DATA_DIR: {
    description:
      'The folder that holds all data; on the cloud profile only the sound that is not stored yet. Back it up; one server at a time may use it.',
    whenUnset: './data',
    example: './data',
    allowed: 'the path of a folder',
    schema: z.string().default('./data'),
  },
  MASTER_SECRET: {
    description:
      'The secret from which every key is made: those that encrypt and those that sign tokens. Whoever loses it loses what is encrypted.',
    whenUnset: 'made at the first start and kept in DATA_DIR/secrets.json; the cloud profile needs it',
    example: 'make-one-with-openssl-rand-base64-32',
    allowed: 'at least 32 characters without spaces',
    schema: z
      .string()
      .regex(/^\S{32,}$/)
      .optional(),
    secret: true,
  },
  MASTER_SECRET_FILE: {
    description: 'A file whose text is the secret, in place of MASTER_SECRET (for mounted secrets).',
    whenUnset: 'MASTER_SECRET is used',
    example: '/run/secrets/master_secret',
    allowed: 'the path of a file that can be read and holds one secret',
    schema: z.string().optional(),
  },
  MASTER_SECRET_PREVIOUS: {
    description:
      'Master secrets that are not written with any more but may still be read with, oldest first, separated by commas. Needed until mneme rotate-keys has run.',
    whenUnset: 'there are none',
    example: 'the-secret-that-was-the-master-before',
    allowed: 'secrets of at least 32 characters without spaces, separated by commas',
    schema: z
      .string()
      .regex(/^[^\s,]{32,}(,[^\s,]{32,})*$/)
      .transform((list) => list.split(','))
      .optional(),
    secret: true,
  },
  REFERENCE_ENCRYPTION_SECRET: {
    description:
      'The ENCRYPTION_SECRET of an Omi server whose database is used here: what it encrypted can then be read.',
    whenUnset: 'nothing that an Omi server encrypted can be read',
    example: 'the-encryption-secret-of-the-other-server',
    allowed: 'at least 32 characters without spaces',
    schema: z
      .string()
      .regex(/^\S{32,}$/)
      .optional(),
    secret: true,
  },
  OWNER_NAME: {
    description: 'What the owner of this server is called in summaries and answers.',
    whenUnset: 'no name is used',
    example: 'Ada',
    allowed: 'at most 100 characters',
    schema: z.string().max(100).optional(),
    secret: true,
  },
  TIME_ZONE: {
    description: "The time zone of the owner's days, dates and reminders.",
    whenUnset: "the system's time zone",
    example: 'Europe/Berlin',
    allowed: 'an IANA time zone name such as Europe/Berlin or UTC',
    schema: z.string().refine(isTimeZone).optional(),
  },
  AUDIO_RETENTION_DAYS: {
    description:
      'How many days stored recordings are kept after their conversation. Then their sound is deleted; transcripts, summaries and memories stay.',
    whenUnset: 'recordings are kept for ever',
    example: '365',
    allowed: 'a whole number from 1 to 36500',
    schema: z.coerce.number().int().min(1).max(36_500).optional(),
  },
  WATCH_DIR: {
    description:
      'A folder whose recordings are taken in for the owner: audio files of any common format. What is done moves to done/ in it, what failed to failed/.',
    whenUnset: 'no folder is watched',
    example: './recordings',
    allowed: 'the path of a folder',
    schema: z.string().optional(),
  },
  ...speechVariables,
  ...limitsVariables,
  MNEME_MODELS_DIR: {
    description: 'A folder with models that are used instead of those that come with the packages.',
    whenUnset: 'the models in the packages are used',
    example: './models',
    allowed: 'the path of a folder',
    schema: z.string().optional(),
  },
  OUTBOUND_PRIVATE_ADDRESSES: {
    description:
      'Whether accounts may have the server call addresses in its own network, such as a CalDAV server for tasks beside it. Allow it only where every account may reach everything that the server reaches.',
    whenUnset: 'refuse',
    example: 'allow',
    allowed: 'refuse or allow',
    schema: z.enum(['refuse', 'allow']).default('refuse'),
  },
  LLM_BASE_URL: {
    description:
      'The address of an OpenAI-compatible chat model server, up to and including /v1. Needs LLM_MODEL.',
    whenUnset: 'no language model is asked; rules answer',
    example: 'http://127.0.0.1:11434/v1',
    allowed: 'a URL that begins with http:// or https://',
    schema: z.url({ protocol: /^https?$/ }).optional(),
    secret: true,
  },
  LLM_MODEL: {
    description: 'The name of the chat model on that server. Needs LLM_BASE_URL.',
    whenUnset: 'no language model is asked; rules answer',
    example: 'llama3.2',
    allowed: 'the name of a model, at most 200 characters',
    schema: z.string().max(200).optional(),
  },
  LLM_SEES_IMAGES: {
    description: 'Whether that model understands pictures; those of conversations are then described by it.',
    whenUnset: 'false',
    example: 'true',
    allowed: 'true or false',
    schema: z.enum(['true', 'false']).default('false'),
  },
  LLM_CONTEXT_TOKENS: {
    description:
      'How many tokens that model takes in at once, its answer included. Longer conversations are read in parts.',
    whenUnset: '32000',
    example: '128000',
    allowed: 'a whole number from 8000 to 2000000',
    schema: z.coerce.number().int().min(8_000).max(2_000_000).default(32_000),
  },
  LLM_CALLS_PER_CONVERSATION: {
    description:
      'How often that model is asked about one conversation at most, each time that it is processed; after that rules answer. Four calls are usual.',
    whenUnset: '50',
    example: '8',
    allowed: 'a whole number from 0 to 1000',
    schema: z.coerce.number().int().min(0).max(1_000).default(50),
  },
  LLM_API_KEY: {
    description: 'The key that the chat model server asks for, if it asks for one.',
    whenUnset: 'no key is sent',
    example: 'your-key',
    allowed: 'a key without spaces',
    schema: z.string().regex(/^\S+$/).optional(),
    secret: true,
  },
  LLM_API_KEY_FILE: {
    description: 'A file whose text is the key, in place of LLM_API_KEY (for mounted secrets).',
    whenUnset: 'LLM_API_KEY is used',
    example: '/run/secrets/llm_api_key',
    allowed: 'the path of a file that can be read and holds one key',
    schema: z.string().optional(),
  },
  ...embeddingsVariables,
  ...cloudVariables,
} as const satisfies Record<string, Variable>;

export type VariableName = keyof typeof variables;

type Shape = { [Name in VariableName]: (typeof variables)[Name]['schema'] };

/** The one schema of the environment, made from the table. */
export const environmentSchema = z.object(
  Object.fromEntries(Object.entries(variables).map(([name, { schema }]) => [name, schema])) as Shape,
);

export type ParsedEnvironment = z.infer<typeof environmentSchema>;
