import type { Memory } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';
import { Collection, type DocumentStore, type DocumentTransaction } from '#libs/storage';
import { normalizedContent } from '../memory.rules.js';
import { FORGOTTEN, type ForgottenStatement, type SaidIn } from './collections.js';

const LINE_OF_LOG = /^line-\d+$/;

/** Words that lie in another source now. */
export interface MovedWords {
  readonly from: string;
  readonly to: string;
  /** Those that went there, as sets know them. */
  readonly segmentIds: { has(id: string): boolean };
}

/**
 * What owners deleted stays away when the same is read out of the same words again, also when these lie in another conversation by then:
 * conversations are processed again, merged and split. Said anew, in other words of theirs, it is remembered anew. All methods with a transaction
 * read at once; `note` writes when what it answers is called.
 */
export class ForgottenStatements {
  private readonly statements: Collection<ForgottenStatement>;

  constructor(private readonly store: DocumentStore) {
    this.statements = new Collection(store, FORGOTTEN);
  }

  async note(
    transaction: DocumentTransaction,
    ownerId: string,
    deleted: readonly Memory[],
  ): Promise<() => void> {
    const statements = this.statements.within(transaction);
    const byKey = Map.groupBy(
      deleted.filter((memory) => placesOf(memory).length > 0),
      (memory) => keyOf(ownerId, memory),
    );
    const noted = await Promise.all(
      [...byKey].map(async ([key, same]) => {
        const known = (await statements.get(ownerId, key))?.data;
        return statementOf(key, [...(known?.said ?? []), ...same.flatMap(placesOf)]);
      }),
    );
    return () => {
      for (const statement of noted) statements.set(ownerId, statement.id, statement);
    };
  }

  /** Which of these were deleted before. */
  async among(
    transaction: DocumentTransaction,
    ownerId: string,
    memories: readonly Memory[],
  ): Promise<ReadonlySet<string>> {
    const statements = this.statements.within(transaction);
    const ids = await Promise.all(
      memories.map(async (memory) => {
        const known = (await statements.get(ownerId, keyOf(ownerId, memory)))?.data;
        return known && restsOnSameWords(memory, known) ? [memory.id] : [];
      }),
    );
    return new Set(ids.flat());
  }

  /** Words went from one source to another: what was deleted of them stays away there too. */
  async follow(ownerId: string, { from, to, segmentIds }: MovedWords): Promise<void> {
    await this.changeOfSource(ownerId, from, (said) => {
      const there = said
        .filter(({ source_id: source }) => source === from)
        .map(({ segment_ids: ids }) => ({
          source_id: to,
          segment_ids: ids.filter((id) => segmentIds.has(id)),
        }));
      return [...said, ...there.filter(({ segment_ids: ids }) => ids.length > 0)];
    });
  }

  /** A source is gone: what was deleted of it alone need not be remembered any more. */
  async release(ownerId: string, sourceId: string): Promise<void> {
    await this.changeOfSource(ownerId, sourceId, (said) =>
      said.filter(({ source_id: source }) => source !== sourceId),
    );
  }

  private async changeOfSource(
    ownerId: string,
    sourceId: string,
    change: (said: readonly SaidIn[]) => readonly SaidIn[],
  ): Promise<void> {
    const where = [{ field: 'source_ids', op: 'array-contains', value: sourceId }] as const;
    await this.store.transaction(async (transaction) => {
      const statements = this.statements.within(transaction);
      for (const { id, data } of await statements.query(ownerId, { where })) {
        const said = change(data.said);
        if (said.length === 0) statements.delete(ownerId, id);
        else statements.set(ownerId, id, statementOf(id, said));
      }
    });
  }
}

/** The same statement, whatever source said it. */
function keyOf(ownerId: string, { content, subject }: Memory): string {
  return deterministicId('forgotten-memory', ownerId, normalizedContent(content), subject);
}

/** Each place once, in however many steps it came together. */
function statementOf(id: string, said: readonly SaidIn[]): ForgottenStatement {
  const bySource = Map.groupBy(said, ({ source_id: source }) => source);
  const united = [...bySource].map(([source_id, places]) => ({
    source_id,
    segment_ids: [...new Set(places.flatMap(({ segment_ids: ids }) => ids))],
  }));
  return { id, source_ids: [...bySource.keys()], said: united };
}

function restsOnSameWords(memory: Memory, { said }: ForgottenStatement): boolean {
  return placesOf(memory).some((place) =>
    said.some((known) => place.source_id === known.source_id || shareSegment(place, known)),
  );
}

/** Segments have ids of their own wherever they lie; lines of imported logs are numbered alike in all of them. */
function shareSegment(place: SaidIn, known: SaidIn): boolean {
  return place.segment_ids.some((id) => !LINE_OF_LOG.test(id) && known.segment_ids.includes(id));
}

function placesOf({ evidence }: Memory): SaidIn[] {
  return evidence.flatMap(({ source_id, segment_ids }) =>
    source_id === null ? [] : [{ source_id, segment_ids }],
  );
}
