import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Clock, newId, runInContext } from '#libs/kernel';
import { Log, Metrics } from '#libs/observability';

/** One context, one line of log and one measurement per request. */
@Injectable()
export class RequestContextMiddleware implements NestMiddleware {
  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const requestId = newId();
    const startedMs = this.clock.monotonicMs();
    response.setHeader('X-Request-Id', requestId);
    response.once('close', () => this.report(request, response, this.clock.monotonicMs() - startedMs));
    runInContext({ requestId }, next);
  }

  private report(request: Request, response: Response, durationMs: number): void {
    const route = (request.route as { path?: string } | undefined)?.path ?? 'unmatched';
    const labels = { method: request.method, route, status: String(response.statusCode) };
    this.metrics.httpRequests.inc(labels);
    this.metrics.httpDuration.observe({ method: labels.method, route }, durationMs / 1000);
    this.log.info('request', {
      'http.method': request.method,
      'http.route': route,
      'http.status': response.statusCode,
      duration_ms: Math.round(durationMs),
    });
  }
}
