import { z } from 'zod';
import type { Variable } from './variable.js';

const UNSET = 'word vectors of this machine are used';

/** Where vectors for search by meaning come from. */
export const embeddingsVariables = {
  EMBEDDINGS_BASE_URL: {
    description:
      'The address of an OpenAI-compatible server for embeddings, up to and including /v1. What was said is sent there. Needs EMBEDDINGS_MODEL and EMBEDDINGS_DIMENSION. After a change run `npm run mneme -- reindex`.',
    whenUnset: UNSET,
    example: 'http://127.0.0.1:11434/v1',
    allowed: 'a URL that begins with http:// or https://',
    schema: z.url({ protocol: /^https?$/ }).optional(),
    secret: true,
  },
  EMBEDDINGS_MODEL: {
    description: 'The name of the model for embeddings on that server.',
    whenUnset: UNSET,
    example: 'all-minilm',
    allowed: 'the name of a model, at most 200 characters',
    schema: z.string().min(1).max(200).optional(),
  },
  EMBEDDINGS_DIMENSION: {
    description: 'How many numbers a vector of that model has.',
    whenUnset: UNSET,
    example: '384',
    allowed: 'a whole number from 8 to 8192',
    schema: z.coerce.number().int().min(8).max(8_192).optional(),
  },
  EMBEDDINGS_API_KEY: {
    description: 'The key that the server for embeddings asks for, if it asks for one.',
    whenUnset: 'no key is sent',
    example: 'your-key',
    allowed: 'a key without spaces',
    schema: z.string().regex(/^\S+$/).optional(),
    secret: true,
  },
  EMBEDDINGS_API_KEY_FILE: {
    description: 'A file whose text is the key, in place of EMBEDDINGS_API_KEY (for mounted secrets).',
    whenUnset: 'EMBEDDINGS_API_KEY is used',
    example: '/run/secrets/embeddings_api_key',
    allowed: 'the path of a file that can be read and holds one key',
    schema: z.string().optional(),
  },
} as const satisfies Record<string, Variable>;
