import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AppError, toAppError, type ErrorKind } from '#libs/kernel';
import { errorFields, Log } from '#libs/observability';
import type { Problem } from './problem.entity.js';
import { RangeNotSatisfiable } from './byte-range.js';
import { RequestInvalid } from './validation.js';

/** How each kind of failure is answered over HTTP. */
export const HTTP_STATUS = {
  invalid: 400,
  unauthenticated: 401,
  locked: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  bug: 500,
} as const satisfies Record<ErrorKind, number>;

/** Codes for what Nest and Express refuse before any of our code runs. */
const FRAMEWORK_CODES: Record<number, string> = {
  400: 'BAD_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'BODY_TOO_LARGE',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  416: 'RANGE_NOT_SATISFIABLE',
};

export function problemOf(error: AppError): { status: number; body: Problem } {
  const details = Object.keys(error.details).length > 0 ? { details: error.details } : {};
  return { status: HTTP_STATUS[error.kind], body: { detail: error.message, code: error.code, ...details } };
}

/** Turns every failure into `{"detail", "code"}`. What nobody foresaw is logged with its place and answered with nothing but "bug". */
@Catch()
export class AppErrorFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const { status, body, retryAfterMs } = this.answerTo(thrown, http.getRequest<Request>());
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (thrown instanceof RangeNotSatisfiable)
      response.setHeader('Content-Range', `bytes */${thrown.sizeBytes}`);
    if (retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
    response.status(status).json(body);
  }

  private answerTo(
    thrown: unknown,
    request: Request,
  ): { status: number; body: Problem; retryAfterMs?: number | undefined } {
    if (thrown instanceof RequestInvalid) return { status: 422, body: thrown.getResponse() as Problem };
    const framework = frameworkStatus(thrown);
    if (framework !== undefined) {
      const code = FRAMEWORK_CODES[framework.status] ?? 'BAD_REQUEST';
      return { status: framework.status, body: { detail: framework.detail(request), code } };
    }
    const error = toAppError(thrown);
    if (error.kind === 'bug') this.logBug(error, request);
    return { ...problemOf(error), retryAfterMs: error.retryAfterMs };
  }

  private logBug(error: AppError, request: Request): void {
    this.log.error('request failed unexpectedly', { 'http.method': request.method, ...errorFields(error) });
  }
}

/** Refusals of Nest and of Express's body parser. Their own messages may echo the body, so only ours are sent. */
function frameworkStatus(
  thrown: unknown,
): { status: number; detail: (request: Request) => string } | undefined {
  const status =
    thrown instanceof HttpException ? thrown.getStatus() : (thrown as { status?: unknown } | null)?.status;
  if (typeof status !== 'number' || status < 400 || status >= 500) return undefined;
  const sentences: Record<number, (request: Request) => string> = {
    404: (request) => `There is no ${request.method} ${request.path}; /openapi.json lists what there is.`,
    413: () => 'The request body is too large.',
    415: () => 'The request body must be JSON.',
    416: () => 'The Range header asks for bytes behind the end; Content-Range tells the size.',
  };
  return {
    status,
    detail: sentences[status] ?? (() => 'The request could not be read: is its body valid JSON?'),
  };
}
