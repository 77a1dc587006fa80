/** Statuses with which a server says "not now"; any other status of 400 or more means "not like this". */
const PASSING: ReadonlySet<number> = new Set([408, 409, 429, 500, 502, 503, 504, 529]);

/** Statuses with which OpenAI-compatible servers turn down a request that they would take without `response_format`. */
const FORMAT_REFUSALS: ReadonlySet<number> = new Set([400, 415, 422, 501]);

/** Whether the same call may work on the next try. Without a status the server was not reached at all. */
export function mayPass(error: unknown): boolean {
  const status = statusOf(error);
  return status === undefined || PASSING.has(status);
}

export function mayRefuseFormat(error: unknown): boolean {
  const status = statusOf(error);
  return status !== undefined && FORMAT_REFUSALS.has(status);
}

/** What the server asked to wait, by its `retry-after` header in seconds; 0 when it asked for nothing. */
export function retryAfterMs(error: unknown): number {
  if (!isObject(error) || !(error['headers'] instanceof Headers)) return 0;
  const seconds = Number(error['headers'].get('retry-after'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

function statusOf(error: unknown): number | undefined {
  return isObject(error) && typeof error['status'] === 'number' ? error['status'] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
