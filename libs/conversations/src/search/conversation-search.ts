import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import type { Conversation } from '#libs/contracts';
import { bothAnswers, KeywordIndex, VectorStore, type VectorQuery } from '#libs/storage';
import { isOwnerKnown, ownerSpeaks } from '../pipeline/transcript-input.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { CONVERSATION_INDEX, isDirected, parseEntryId } from './conversation-index.js';
import { fuseRanks } from './fusion.rules.js';
import type { Passage, PassageQuery } from './passage.js';
import { passagesOf } from './passages.rules.js';

/** Each search is asked for this many times the wanted number: entries of deleted conversations and overlaps fall away. */
const OVERSAMPLING = 3;
/** More than this is never fused. */
const MAX_CANDIDATES = 150;
/** How much a place in search by meaning counts against one in search by words: small vectors find less (LoCoMo: recall 0.37 against 0.59 at 10). */
const VECTOR_WEIGHT = 0.5;

/** Finds what was said. */
@Injectable()
export class ConversationSearch {
  constructor(
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
    private readonly conversations: ConversationRepository,
  ) {}

  /** False when this installation has no search by words: then what is found was found by meaning alone, and whoever shows it says so. */
  get findsWords(): boolean {
    return this.keywords.available;
  }

  /** Best first. Words come from the stored conversations, so nothing deleted or discarded is ever answered. */
  async search(ownerId: string, query: PassageQuery): Promise<Passage[]> {
    if (query.text.trim() === '' || isEmptyRange(query)) return [];
    const limit = Math.min(query.limit * OVERSAMPLING, MAX_CANDIDATES);
    const [byWords, byMeaning] = await bothAnswers(
      this.byWords(ownerId, query, limit),
      this.byMeaning(ownerId, query, limit),
    );
    const ranked = fuseRanks([
      { ids: byWords, weight: 1 },
      { ids: byMeaning, weight: VECTOR_WEIGHT },
    ]);
    const passages = await this.resolve(ownerId, ranked);
    return passages.slice(0, query.limit);
  }

  private async byWords(ownerId: string, query: PassageQuery, limit: number): Promise<string[]> {
    const { text, fromMs, toMs } = query;
    const range = { ...(fromMs === undefined ? {} : { fromMs }), ...(toMs === undefined ? {} : { toMs }) };
    const matches = await this.keywords.search({
      collection: CONVERSATION_INDEX,
      ownerId,
      text,
      limit,
      ...range,
    });
    return matches.map((match) => match.id);
  }

  private async byMeaning(ownerId: string, query: PassageQuery, limit: number): Promise<string[]> {
    const [values] = await this.embedder.embed([query.text]);
    if (!values || !isDirected(values)) return [];
    const matches = await this.vectors.query({
      namespace: CONVERSATION_INDEX,
      ownerId,
      values,
      limit,
      filter: rangeFilter(query),
    });
    return matches.filter((match) => match.score > 0).map((match) => match.id);
  }

  /** Entries whose conversation or passage is not there any more fall away. */
  private async resolve(
    ownerId: string,
    ranked: readonly { id: string; score: number }[],
  ): Promise<Passage[]> {
    const entries = ranked.map(({ id, score }) => ({ ...parseEntryId(id), score }));
    const ids = [...new Set(entries.map((entry) => entry.conversationId))];
    const found = await this.conversations.findMany(ownerId, ids);
    const readers = new Map(
      found.filter(isFindable).map((conversation) => [conversation.id, new PassageReader(conversation)]),
    );
    return entries.flatMap(
      ({ conversationId, passage, score }) => readers.get(conversationId)?.read(passage, score) ?? [],
    );
  }
}

/** Makes answers out of one conversation, which is cut only once. */
class PassageReader {
  private readonly passages;
  private readonly ownerIsKnown;

  constructor(private readonly conversation: Conversation) {
    this.passages = passagesOf(conversation.transcript_segments);
    this.ownerIsKnown = isOwnerKnown(conversation.transcript_segments);
  }

  /** Nothing when there is no such passage; the overview for null. */
  read(number: number | null, score: number): Passage[] {
    const { id, structured, started_at } = this.conversation;
    const common = { conversationId: id, title: structured.title, startedAtMs: started_at.getTime(), score };
    if (number === null) return [{ ...common, ...SUMMARY_PLACE, text: structured.overview }];
    const passage = this.passages[number];
    if (!passage) return [];
    return [
      {
        ...common,
        ...passage,
        kind: 'speech',
        isUser: ownerSpeaks({ is_user: passage.isUser }, this.ownerIsKnown),
        before: this.passages[number - 1]?.text ?? '',
        after: this.passages[number + 1]?.text ?? '',
      },
    ];
  }
}

const SUMMARY_PLACE = {
  kind: 'summary',
  segmentIds: [],
  speaker: '',
  isUser: null,
  start: 0,
  end: 0,
  before: '',
  after: '',
} as const;

function isFindable(conversation: Conversation): boolean {
  return conversation.status === 'completed' && !conversation.discarded;
}

function isEmptyRange({ fromMs, toMs }: PassageQuery): boolean {
  return fromMs !== undefined && toMs !== undefined && fromMs > toMs;
}

function rangeFilter({ fromMs, toMs }: PassageQuery): NonNullable<VectorQuery['filter']> {
  return [
    ...(fromMs === undefined ? [] : [{ field: 'started_at', op: '>=' as const, value: fromMs / 1000 }]),
    ...(toMs === undefined ? [] : [{ field: 'started_at', op: '<=' as const, value: toMs / 1000 }]),
  ];
}
