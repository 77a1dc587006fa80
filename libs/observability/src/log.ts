/**
 * Everything a line of log may carry besides its constant message. A closed set, so that what a person said or typed cannot get in.
 * Ids, counts, durations, stable codes.
 */
export interface LogFields {
  'request.id'?: string;
  'user.id'?: string;
  'conversation.id'?: string;
  'session.id'?: string;
  'memory.id'?: string;
  'job.id'?: string;
  'job.name'?: string;
  'job.attempt'?: number;
  'stage.name'?: string;
  'http.method'?: string;
  /** The route's pattern, not the path as called. */
  'http.route'?: string;
  'http.status'?: number;
  'error.code'?: string;
  'error.kind'?: string;
  /** Class and place of an unforeseen error, never its message. */
  'error.stack'?: string;
  /** A server that this one depends on, by what it is used for, e.g. `redis cache`. */
  'service.name'?: string;
  'task.key'?: string;
  'task.answered_by'?: string;
  'task.prompt_version'?: string;
  'stt.provider'?: string;
  outcome?: string;
  count?: number;
  duration_ms?: number;
  size_bytes?: number;
}

/** Structured log. Messages are constant strings; data goes into fields. */
export abstract class Log {
  abstract debug(message: string, fields?: LogFields): void;
  abstract info(message: string, fields?: LogFields): void;
  abstract warn(message: string, fields?: LogFields): void;
  abstract error(message: string, fields?: LogFields): void;
}

/** For tests and tools that want silence. */
export class SilentLog extends Log {
  override debug(): void {}
  override info(): void {}
  override warn(): void {}
  override error(): void {}
}
