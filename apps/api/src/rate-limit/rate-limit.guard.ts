import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Response } from 'express';
import { AppError, Clock } from '#libs/kernel';
import { Metrics } from '#libs/observability';
import { signedIn, type AuthenticatedRequest } from '../auth/access.js';
import { RATE_LIMIT } from './rate-limit.js';
import { RateLimiter, type Standing } from './rate-limiter.js';
import type { RateLimitName } from './rate-limits.js';

/** Holds owners to the limits of routes marked with `RateLimit`. Stands behind the guard that signs them in, and in front of reading what they send. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly reflector: Reflector,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const name = this.reflector.get<RateLimitName | undefined>(RATE_LIMIT, context.getHandler());
    if (name === undefined) return true;
    const http = context.switchToHttp();
    const { uid } = signedIn(http.getRequest<AuthenticatedRequest>());
    const standing = await this.limiter.count(uid, name);
    if (!standing) return true;
    tell(http.getResponse<Response>(), standing);
    if (!standing.isOver) return true;
    this.metrics.httpRateLimited.inc({ limit: name });
    throw rateLimited(name, standing.limit, standing.resetsAtMs - this.clock.nowMs());
  }
}

/** Source of the names: specification of the routes, §1.4. Reset is in epoch seconds. */
function tell(response: Response, { limit, remaining, resetsAtMs }: Standing): void {
  response.setHeader('X-RateLimit-Limit', limit);
  response.setHeader('X-RateLimit-Remaining', remaining);
  response.setHeader('X-RateLimit-Reset', Math.ceil(resetsAtMs / 1_000));
}

function rateLimited(name: RateLimitName, limit: number, retryAfterMs: number): AppError {
  return new AppError(
    'rate_limited',
    'RATE_LIMITED',
    `That was too often. Try again in ${Math.ceil(retryAfterMs / 1_000)} seconds.`,
    { limit: name, requests: limit },
    { retryAfterMs },
  );
}
