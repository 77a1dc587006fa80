import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Conversation } from '#libs/contracts';
import { KeywordIndex, type KeywordMatch } from '#libs/storage';
import { ConversationRepository } from '../store/conversation.repository.js';
import { Candidates, type FoundEntry, type TimeRange } from './candidates.js';
import { directIdIn } from './direct-id.rules.js';
import { conversationOf, facetWord, WHOLE_INDEX, type Facet, type WholeEntry } from './entries.rules.js';
import { contentWordsOf, saysLiterally, type Question } from './question.rules.js';
import { QuestionReader } from './question-reader.js';
import type { Ranked } from './ranking.rules.js';
import { readInTurns } from './read-in-turns.js';
import { snippetsOf, type Snippet } from './snippets.rules.js';

/** The most that a store answers at once, and so the most that are found: of more, those that fit best. */
const MOST = 1_000;
/** Conversations that are read to see whether a phrase was said just so. */
const MOST_READ = 200;
/** Of these, so many are held at a time. */
const READ_AT_ONCE = 10;
/** Where no conversation has all of the words: how good against the best one must be to be shown. */
const NEAR_BEST = 0.5;
const MOST_NEAR = 50;

export interface FindQuery extends TimeRange {
  /** As a person typed it. Empty: whatever the filters let through, and nothing without filters. */
  readonly text: string;
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
  readonly includeDiscarded: boolean;
  /** Somebody who speaks in it: a person's id, or `user` for the owner. */
  readonly speaker?: string;
  readonly folderId?: string;
  readonly category?: string;
}

export interface FoundConversation {
  readonly conversation: Conversation;
  /** Where in it, at most three places; none where the summary or a filter was what fitted. */
  readonly snippets: readonly Snippet[];
}

export interface FoundPage {
  readonly items: readonly FoundConversation[];
  readonly totalPages: number;
}

/** A conversation that fits, and what is known of where. */
interface Hit {
  readonly id: string;
  readonly startedAt: number;
  readonly places: readonly Ranked<FoundEntry>[];
}

/** Finds conversations, newest first, page by page. Filters come before paging, so that only the last page is shorter. */
@Injectable()
export class ConversationFinder {
  constructor(
    private readonly keywords: KeywordIndex,
    private readonly candidates: Candidates,
    private readonly questions: QuestionReader,
    private readonly conversations: ConversationRepository,
  ) {}

  /** False when this installation has no search by words: then phrases and filters alone find nothing. */
  get findsWords(): boolean {
    return this.candidates.findsWords;
  }

  async find(ownerId: string, query: FindQuery): Promise<FoundPage> {
    const { page, perPage, text } = query;
    const question = await this.questions.read(ownerId, text);
    const hits = (await this.hits(ownerId, query, question)).sort(
      (a, b) => b.startedAt - a.startedAt || (a.id < b.id ? -1 : 1),
    );
    const items = await this.hydrate(ownerId, hits.slice((page - 1) * perPage, page * perPage), question);
    return { items, totalPages: Math.ceil(hits.length / perPage) };
  }

  private async hits(ownerId: string, query: FindQuery, question: Question): Promise<Hit[]> {
    const direct = await this.direct(ownerId, query.text);
    if (direct) return [direct];
    if (isEmptyRange(query) || isNothing(query)) return [];
    const facets = facetsOf(query).map(facetWord);
    const exact = await this.withAllWords(ownerId, query, facets);
    if (question.phrases.length > 0) return this.saying(ownerId, exact, question);
    const isAsked = query.text.trim() !== '';
    return exact.length > 0 || !isAsked ? exact : this.nearest(ownerId, query, { question, facets });
  }

  /** An id, a link to a conversation, or `conversation:<id>`. */
  private async direct(ownerId: string, text: string): Promise<Hit | null> {
    const id = directIdIn(text);
    const head = id === null ? null : await this.conversations.findHead(ownerId, id);
    return head && { id: head.id, startedAt: head.started_at.getTime(), places: [] };
  }

  private async withAllWords(
    ownerId: string,
    { text, fromMs, toMs }: FindQuery,
    facets: readonly string[],
  ): Promise<Hit[]> {
    const range = { ...(fromMs !== undefined && { fromMs }), ...(toMs !== undefined && { toMs }) };
    const words = contentWordsOf(text) || text;
    const matches = await this.keywords.search({
      collection: WHOLE_INDEX,
      ownerId,
      text: `${facets.join(' ')} ${words}`,
      match: 'all',
      limit: MOST,
      ...range,
    });
    return matches.map(hitOf);
  }

  /** Those in which every phrase was said, or stands in the summary. */
  private async saying(ownerId: string, hits: readonly Hit[], { phrases }: Question): Promise<Hit[]> {
    const saying = new Set<string>();
    const ids = hits.slice(0, MOST_READ).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
      const found = await readInTurns(this.conversations, ownerId, ids.slice(from, from + READ_AT_ONCE));
      for (const conversation of found) {
        if (phrases.every((phrase) => hasPhrase(conversation, phrase))) saying.add(conversation.id);
      }
    }
    return hits.filter(({ id }) => saying.has(id));
  }

  /** Where no conversation has all of the words: those with the passages that fit best. */
  private async nearest(
    ownerId: string,
    query: FindQuery,
    { question, facets }: { question: Question; facets: readonly string[] },
  ): Promise<Hit[]> {
    const ranked = await this.candidates.rank(ownerId, question, query);
    const best = ranked[0]?.score ?? 0;
    const places = Map.groupBy(
      ranked.filter(({ score }) => score >= best * NEAR_BEST),
      ({ sighting }) => sighting.conversationId,
    );
    const allowed = facets.length > 1 ? await this.filed(ownerId, facets) : null;
    return [...places]
      .filter(([id]) => allowed === null || allowed.has(id))
      .slice(0, MOST_NEAR)
      .map(([id, found]) => ({ id, startedAt: found[0]!.sighting.startedAtMs, places: found }));
  }

  private async filed(ownerId: string, facets: readonly string[]): Promise<ReadonlySet<string>> {
    const query = { collection: WHOLE_INDEX, ownerId, text: facets.join(' '), match: 'all' as const };
    const matches = await this.keywords.search({ ...query, limit: MOST });
    return new Set(matches.map(({ id }) => conversationOf(id)));
  }

  /** What was deleted or locked meanwhile falls away. */
  private async hydrate(
    ownerId: string,
    hits: readonly Hit[],
    question: Question,
  ): Promise<FoundConversation[]> {
    const places = new Map(hits.map((hit) => [hit.id, hit.places]));
    const found = await readInTurns(this.conversations, ownerId, places.keys());
    const items: FoundConversation[] = [];
    for (const conversation of found.filter(({ is_locked }) => !is_locked)) {
      const snippets = snippetsOf(conversation, question, places.get(conversation.id) ?? []);
      items.push({ conversation, snippets });
      // Cutting sentences takes its time: others get theirs in between.
      await setImmediate();
    }
    return items;
  }
}

function isNothing(query: FindQuery): boolean {
  const { text, speaker, folderId, category, fromMs, toMs } = query;
  const filters = [speaker, folderId, category, fromMs, toMs];
  return text.trim() === '' && filters.every((filter) => filter === undefined);
}

function isEmptyRange({ fromMs, toMs }: TimeRange): boolean {
  return fromMs !== undefined && toMs !== undefined && fromMs > toMs;
}

function facetsOf({ includeDiscarded, speaker, folderId, category }: FindQuery): Facet[] {
  return [
    { kind: includeDiscarded ? 'all' : 'kept' },
    ...(speaker === undefined ? [] : [{ kind: 'speaker', value: speaker } as const]),
    ...(folderId === undefined ? [] : [{ kind: 'folder', value: folderId } as const]),
    ...(category === undefined ? [] : [{ kind: 'category', value: category } as const]),
  ];
}

function hitOf({ id, metadata }: KeywordMatch): Hit {
  const { started_at } = metadata as unknown as WholeEntry['metadata'];
  return { id: conversationOf(id), startedAt: started_at * 1000, places: [] };
}

function hasPhrase({ structured, transcript_segments }: Conversation, phrase: string): boolean {
  const texts = [structured.title, structured.overview, ...transcript_segments.map(({ text }) => text)];
  return texts.some((text) => saysLiterally(text, phrase));
}
