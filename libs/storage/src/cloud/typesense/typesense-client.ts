import { Client, Errors } from 'typesense';
import { AppError, type Clock } from '#libs/kernel';
import { PatientCalls } from '../patient-calls.js';

export interface TypesenseOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly clock: Clock;
  /** Of one call with all its retries. Default 15,000. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 15_000;
const ATTEMPT_SECONDS = 10;

/** Stands for a failure that may pass. The client's own errors carry what was sent, which must not reach a log. */
class TransientFailure extends Error {}

/** The official client behind our own retries and errors. Its own log, which repeats what was sent, is off. */
export class TypesenseClient {
  private readonly client: Client;
  private readonly calls: PatientCalls;

  constructor({ url, apiKey, clock, deadlineMs = DEADLINE_MS }: TypesenseOptions) {
    this.client = new Client({
      nodes: [{ url }],
      apiKey,
      numRetries: 0,
      connectionTimeoutSeconds: ATTEMPT_SECONDS,
      logLevel: 'silent',
    });
    this.calls = new PatientCalls({
      service: 'Typesense',
      clock,
      deadlineMs,
      retryAfterMs: (error) => (error instanceof TransientFailure ? 0 : undefined),
    });
  }

  /** Errors: `unavailable` STORAGE_UNAVAILABLE; `bug` STORAGE_REFUSED. */
  run<T>(work: (client: Client) => Promise<T>): Promise<T> {
    return this.tried(work, () => {
      throw refused(404);
    });
  }

  /** Like `run`, but what is not there answers `otherwise`. */
  runIfThere<T>(work: (client: Client) => Promise<T>, otherwise: T): Promise<T> {
    return this.tried(work, () => otherwise);
  }

  private tried<T>(work: (client: Client) => Promise<T>, absent: () => T): Promise<T> {
    return this.calls.run(async () => {
      try {
        return await work(this.client);
      } catch (error) {
        if (error instanceof Errors.ObjectNotFound) return absent();
        throw translated(error);
      }
    });
  }
}

/** The refusal of a part of a request whose whole was accepted. */
export function refused(status: number | undefined): AppError {
  return new AppError('bug', 'STORAGE_REFUSED', 'Typesense refused a request of this server.', { status });
}

function translated(error: unknown): Error {
  const status = (error as { httpStatus?: number }).httpStatus;
  if (status === 401 || status === 403) {
    return new AppError(
      'unavailable',
      'STORAGE_UNAVAILABLE',
      'Typesense refuses the API key. Check TYPESENSE_API_KEY.',
      { service: 'Typesense' },
    );
  }
  const passes = status === undefined || status === 408 || status === 429 || status >= 500;
  return passes ? new TransientFailure('Typesense is busy or not well') : refused(status);
}
