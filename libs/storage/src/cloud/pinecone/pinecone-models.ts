import type { Clock } from '#libs/kernel';
import { mismatch } from '../../vector-checks.js';
import type { PineconeClient } from './pinecone-client.js';
import { MODELS_NAMESPACE } from './pinecone-names.js';

interface Model {
  readonly name: string;
  readonly dimension: number;
}

/** What another process may do to a namespace (embed it again with another model) is noticed after this long. */
const REMEMBER_MS = 60_000;

/**
 * Which model made the vectors of a namespace. Pinecone has no place for that, so a namespace of its own holds one marker for each of ours,
 * named like it; with no `uid` in its metadata no search of anyone's finds it. A namespace that holds vectors but has no marker was filled by
 * another program with a model that nobody can name: it is refused too.
 */
export class PineconeModels {
  private readonly remembered = new Map<string, { model: string; untilMs: number }>();

  constructor(
    private readonly client: PineconeClient,
    private readonly clock: Clock,
  ) {}

  /** Passes when the namespace's vectors were made by this model, or when it has none: then it is this model's from now on. */
  async claim(namespace: string, model: Model): Promise<void> {
    const stored = await this.stored(namespace);
    if (stored === model.name) return;
    if (await this.holdsVectors(namespace)) {
      throw mismatch(namespace, { ...model, model: stored ?? 'an unknown model' }, model);
    }
    await this.mark(namespace, model);
  }

  /** Passes unless the namespace's vectors are known to be of another model. */
  async check(namespace: string, model: Model): Promise<void> {
    const stored = (await this.stored(namespace)) ?? model.name;
    if (stored !== model.name) throw mismatch(namespace, { ...model, model: stored }, model);
  }

  private async stored(namespace: string): Promise<string | undefined> {
    const known = this.remembered.get(namespace);
    if (known && known.untilMs > this.clock.monotonicMs()) return known.model;
    const { records } = await this.client.run((index) =>
      index.fetch({ ids: [namespace], namespace: MODELS_NAMESPACE }),
    );
    const found = records[namespace]?.metadata?.['model'];
    if (typeof found !== 'string') return undefined;
    this.remember(namespace, found);
    return found;
  }

  private async holdsVectors(namespace: string): Promise<boolean> {
    const { vectors } = await this.client.run((index) => index.listPaginated({ namespace, limit: 1 }));
    return (vectors?.length ?? 0) > 0;
  }

  private async mark(namespace: string, { name, dimension }: Model): Promise<void> {
    const values = Array.from({ length: dimension }, (_, place) => Number(place === 0));
    const marker = { id: namespace, values, metadata: { model: name, dimension } };
    await this.client.run((index) => index.upsert({ records: [marker], namespace: MODELS_NAMESPACE }));
    this.remember(namespace, name);
  }

  private remember(namespace: string, model: string): void {
    this.remembered.set(namespace, { model, untilMs: this.clock.monotonicMs() + REMEMBER_MS });
  }
}
