import { z } from 'zod';
import { AppError } from '#libs/kernel';
import { Embedder } from '../ports/embedder.js';

/** Texts sent at once. Servers take 64 or more; a passage has about 160 characters. */
const BATCH = 64;
const TIMEOUT_MS = 30_000;

/** OpenAI's answer, as servers that imitate it give it: https://platform.openai.com/docs/api-reference/embeddings */
const answerShape = z.object({
  data: z.array(z.object({ index: z.number().int().min(0), embedding: z.array(z.number()) })),
});

export interface RemoteEmbedderOptions {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly model: string;
  readonly dimension: number;
}

/** Embeddings from any server that speaks OpenAI's `POST /embeddings`. Nothing of what it answers reaches a message or a log. */
export class RemoteEmbedder extends Embedder {
  override readonly name: string;
  override readonly dimension: number;

  constructor(private readonly options: RemoteEmbedderOptions) {
    super();
    this.name = `${options.model}-${options.dimension}`;
    this.dimension = options.dimension;
  }

  override get readsSentences(): boolean {
    return true;
  }

  override async embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const embedded: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += BATCH) {
      signal?.throwIfAborted();
      embedded.push(...(await this.embedBatch(texts.slice(from, from + BATCH), signal)));
    }
    return embedded;
  }

  /** Servers refuse empty texts; those get the zero vector, as the port has it. */
  private async embedBatch(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const filled = texts.filter((text) => text.trim() !== '');
    const vectors = filled.length > 0 ? await this.ask(filled, signal) : [];
    return texts.map((text) => (text.trim() === '' ? new Float32Array(this.dimension) : vectors.shift()!));
  }

  private async ask(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> {
    const { data } = await this.post({ model: this.options.model, input: texts }, signal);
    const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => unit(embedding));
    if (vectors.length !== texts.length) throw unavailable('It answered another number of vectors.');
    const other = vectors.find(({ length }) => length !== this.dimension);
    if (other) throw wrongDimension(this.dimension, other.length);
    return vectors;
  }

  private async post(body: object, signal?: AbortSignal): Promise<z.infer<typeof answerShape>> {
    const { baseUrl, apiKey } = this.options;
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(`${baseUrl.replace(/\/$/, '')}/embeddings`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(apiKey !== null && { Authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw unavailable(`It answered with status ${response.status}.`);
      }
      return answerShape.parse(await response.json());
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof AppError ? error : unavailable('It could not be reached or understood.', error);
    }
  }
}

/** Of length 1; the zero vector stays as it is. */
function unit(numbers: readonly number[]): Float32Array {
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (number) => (length === 0 ? 0 : number / length));
}

function unavailable(what: string, cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'EMBEDDER_UNAVAILABLE',
    `The server for embeddings does not help: ${what} Look at EMBEDDINGS_BASE_URL, EMBEDDINGS_MODEL and the key.`,
    {},
    { cause },
  );
}

function wrongDimension(expected: number, answered: number): AppError {
  return new AppError(
    'unavailable',
    'EMBEDDER_UNAVAILABLE',
    `The model for embeddings has ${answered} dimensions, not ${expected}: set EMBEDDINGS_DIMENSION to ${answered}.`,
    { expected, answered },
  );
}
