import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiTooManyRequestsResponse } from '@nestjs/swagger';
import { Problem } from '../http/problem.entity.js';
import type { RateLimitName } from './rate-limits.js';

export const RATE_LIMIT = 'mneme:rate-limit';

const seconds = (description: string) => ({ description, schema: { type: 'integer' } as const });

/** Each signed-in owner may call the route so often, and others under the same name counted along. */
export const RateLimit = (name: RateLimitName) =>
  applyDecorators(
    SetMetadata(RATE_LIMIT, name),
    ApiTooManyRequestsResponse({
      description: `Too many requests of this kind (\`${name}\`); \`code\` is RATE_LIMITED.`,
      type: Problem,
      headers: { 'Retry-After': seconds('How many seconds to wait.') },
    }),
  );
