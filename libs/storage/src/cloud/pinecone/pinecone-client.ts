import { Errors, Pinecone, type Index } from '@pinecone-database/pinecone';
import { AppError, type Clock } from '#libs/kernel';
import { PatientCalls } from '../patient-calls.js';

export interface PineconeOptions {
  readonly apiKey: string;
  /** Name of the index; made by the operator with the embedder's dimension and the cosine metric. */
  readonly index: string;
  /** URL of the index itself; asked of the controller when null. */
  readonly host: string | null;
  /** URL of the controller; Pinecone's own when null. */
  readonly controllerUrl: string | null;
  readonly clock: Clock;
  /** Of one call with all its retries. Default 15,000. */
  readonly deadlineMs?: number;
}

/** The index without a namespace chosen: every call names its own. */
export type PineconeIndex = Index;

const DEADLINE_MS = 15_000;
const ATTEMPT_MS = 10_000;

/** An answer after which another try may succeed. */
class TransientAnswer extends Error {
  constructor(readonly retryAfterMs: number) {
    super('Pinecone is busy or not well');
  }
}

/** The official client behind our own retries (its own give up on a broken connection and on 429) and our own errors. */
export class PineconeClient {
  private readonly client: Pinecone;
  private readonly index: PineconeIndex;
  private readonly name: string;
  /** Its address was given and no controller's: there may be none to ask, so the metric is the operator's word. */
  private readonly isPlaced: boolean;
  private readonly calls: PatientCalls;

  constructor({ apiKey, index, host, controllerUrl, clock, deadlineMs = DEADLINE_MS }: PineconeOptions) {
    this.name = index;
    this.isPlaced = host !== null && controllerUrl === null;
    this.client = new Pinecone({
      apiKey,
      ...(controllerUrl && { controllerHostUrl: controllerUrl }),
      maxRetries: 0,
      fetchApi: fetchOnce,
    });
    this.index = this.client.index(host ? { host } : { name: index });
    this.calls = new PatientCalls({ service: 'Pinecone', clock, deadlineMs, retryAfterMs });
  }

  /** Errors: `unavailable` STORAGE_UNAVAILABLE; `bug` STORAGE_REFUSED. */
  async run<T>(work: (index: PineconeIndex) => Promise<T>): Promise<T> {
    try {
      return await this.calls.run(() => work(this.index));
    } catch (error) {
      throw translated(error);
    }
  }

  /** What vectors the index takes, as its operator made it. Errors, besides: `unavailable` VECTOR_INDEX_UNFIT. */
  async dimension(): Promise<number> {
    if (this.isPlaced) {
      const { dimension } = await this.run((index) => index.describeIndexStats());
      if (dimension) return dimension;
      throw this.unfit();
    }
    const { schema } = await this.run(() => this.client.indexes.describe(this.name));
    for (const field of Object.values(schema.fields)) {
      if ('type' in field && field.type === 'dense_vector' && field.metric === 'cosine')
        return field.dimension;
    }
    throw this.unfit();
  }

  /** Like `run`, but what is not there is no error. */
  async runIfThere(work: (index: PineconeIndex) => Promise<void>): Promise<void> {
    await this.run(async (index) => {
      try {
        await work(index);
      } catch (error) {
        if (!(error instanceof Errors.PineconeNotFoundError)) throw error;
      }
    });
  }

  private unfit(): AppError {
    return new AppError(
      'unavailable',
      'VECTOR_INDEX_UNFIT',
      'The Pinecone index must hold dense vectors and compare them by cosine. Make one that does, and name it in PINECONE_INDEX.',
      { index: this.name },
    );
  }
}

async function fetchOnce(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, { ...init, signal: AbortSignal.timeout(ATTEMPT_MS) });
  if (response.status !== 429 && response.status < 500) return response;
  await response.body?.cancel();
  const seconds = Number(response.headers.get('retry-after') ?? 0);
  throw new TransientAnswer(Number.isFinite(seconds) ? seconds * 1_000 : 0);
}

function retryAfterMs(error: unknown): number | undefined {
  if (!(error instanceof Errors.PineconeConnectionError)) return undefined;
  return error.cause instanceof TransientAnswer ? error.cause.retryAfterMs : 0;
}

/** The vendor's words may repeat ids and metadata, so they stay out of the error. */
function translated(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof Errors.PineconeAuthorizationError) {
    return unavailable('Pinecone refuses the API key. Check PINECONE_API_KEY.');
  }
  if (error instanceof Errors.PineconeNotFoundError) {
    return unavailable('Pinecone knows no such index. Check PINECONE_INDEX and PINECONE_HOST.');
  }
  if (error instanceof Errors.PineconePaymentRequiredError) {
    return unavailable('Pinecone stopped serving over a bill or a quota. Look into its console.');
  }
  const name = error instanceof Error ? error.name : 'unknown';
  return new AppError('bug', 'STORAGE_REFUSED', 'Pinecone refused a request of this server.', {
    reason: name,
  });
}

function unavailable(message: string): AppError {
  return new AppError('unavailable', 'STORAGE_UNAVAILABLE', message, { service: 'Pinecone' });
}
