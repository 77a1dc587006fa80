import { Injectable } from '@nestjs/common';
import { Embedder } from '#libs/ai';
import {
  bothAnswers,
  KeywordIndex,
  VectorStore,
  type KeywordMatch,
  type VectorMatch,
  type VectorQuery,
} from '#libs/storage';
import { isDirected } from './conversation-index.js';
import { DAY_MS, type Day } from './date-hints.rules.js';
import { conversationOf, CONVERSATION_INDEX, WHOLE_INDEX, type EntryFacts } from './entries.rules.js';
import { askingWordsOf, subjectOf, type Question } from './question.rules.js';
import { rankSightings, type Ranked, type Sighting } from './ranking.rules.js';

/** 200, 100 and 50 find 0.789, 0.787 and 0.785 of LoCoMo's evidence among ten turns; a search takes as much longer. */
const BY_WORDS = 100;
/** Few, because sqlite-vec takes five times as long for 200 of 100,000 as for 20. */
const BY_MEANING = 20;
const WHOLES = 100;
/** Near the days that are named, so many more: what was said then is not crowded out by what fits in words alone. */
const PASSAGES_OF_DAY = 50;
/** People speak of a day before it and after it. */
const AROUND_DAY_MS = 14 * DAY_MS;

/** Conversations that began in this range, epoch milliseconds, both ends included. */
export interface TimeRange {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** An entry that was found, and where it lies. */
export interface FoundEntry extends Sighting {
  readonly facts: EntryFacts;
}

interface WordMatch {
  readonly collection: string;
  readonly match: KeywordMatch;
}

/** Asks both stores, and puts what they found into one order. */
@Injectable()
export class Candidates {
  constructor(
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly embedder: Embedder,
  ) {}

  /** False when this installation has no search by words. */
  get findsWords(): boolean {
    return this.keywords.available;
  }

  /** Best first. Entries only: whether what they stand for is still there is for the caller to see. A store that is away finds nothing. */
  async rank(ownerId: string, question: Question, range: TimeRange = {}): Promise<Ranked<FoundEntry>[]> {
    if (isEmptyRange(range)) return [];
    const [byWords, byMeaning] = await bothAnswers(
      this.byWords(ownerId, question, range),
      this.byMeaning(ownerId, question, range),
    );
    const wholes = byWords.filter(({ collection }) => collection === WHOLE_INDEX);
    const scores = new Map(wholes.map(({ match }) => [conversationOf(match.id), match.score]));
    return rankSightings(question, sightingsOf(byWords, byMeaning), scores);
  }

  private async byWords(ownerId: string, { text, days }: Question, range: TimeRange): Promise<WordMatch[]> {
    const skip = askingWordsOf(text);
    const search = async (collection: string, limit: number, within: TimeRange) => {
      if (isEmptyRange(within)) return [];
      const matches = await this.keywords.search({ collection, ownerId, text, skip, limit, ...within });
      return matches.map((match) => ({ collection, match }));
    };
    const answers = await Promise.all([
      search(CONVERSATION_INDEX, BY_WORDS, range),
      search(WHOLE_INDEX, WHOLES, range),
      ...days
        .filter(({ everyYear }) => !everyYear)
        .map((day) => search(CONVERSATION_INDEX, PASSAGES_OF_DAY, around(day, range))),
    ]);
    return answers.flat();
  }

  private async byMeaning(ownerId: string, { text }: Question, range: TimeRange): Promise<VectorMatch[]> {
    const [values] = await this.embedder.embed([this.embedder.readsSentences ? text : subjectOf(text)]);
    if (!values || !isDirected(values)) return [];
    const { name, dimension } = this.embedder;
    const matches = await this.vectors.query({
      namespace: CONVERSATION_INDEX,
      ownerId,
      values,
      model: { name, dimension },
      limit: BY_MEANING,
      filter: rangeFilter(range),
    });
    return matches.filter(({ score }) => score > 0);
  }
}

/** Each entry once, with what both searches say of it. */
function sightingsOf(byWords: readonly WordMatch[], byMeaning: readonly VectorMatch[]): FoundEntry[] {
  const found = new Map<string, FoundEntry>();
  for (const { collection, match } of byWords) {
    if (collection === CONVERSATION_INDEX)
      found.set(match.id, sightingOf(match, { words: match.score, meaning: 0 }));
  }
  const nearest = byMeaning[0]?.score ?? 0;
  const farthest = byMeaning.at(-1)?.score ?? 0;
  for (const match of byMeaning) {
    // What lies just beyond the list is no worse than its last.
    const meaning = (match.score - farthest) / Math.max(Number.EPSILON, nearest - farthest);
    found.set(match.id, sightingOf(match, { words: found.get(match.id)?.words ?? 0, meaning }));
  }
  return [...found.values()];
}

function sightingOf(
  { id, metadata }: { id: string; metadata: KeywordMatch['metadata'] },
  scores: { words: number; meaning: number },
): FoundEntry {
  const facts = metadata as unknown as EntryFacts;
  const { started_at, speaker } = facts;
  return {
    id,
    conversationId: conversationOf(id),
    startedAtMs: started_at * 1000,
    speaker,
    ...scores,
    facts,
  };
}

function around({ fromMs, toMs }: Day, range: TimeRange): TimeRange {
  return {
    fromMs: Math.max(fromMs - AROUND_DAY_MS, range.fromMs ?? -Infinity),
    toMs: Math.min(toMs + AROUND_DAY_MS, range.toMs ?? Infinity),
  };
}

function isEmptyRange({ fromMs, toMs }: TimeRange): boolean {
  return fromMs !== undefined && toMs !== undefined && fromMs > toMs;
}

function rangeFilter({ fromMs, toMs }: TimeRange): NonNullable<VectorQuery['filter']> {
  return [
    ...(fromMs === undefined ? [] : [{ field: 'started_at', op: '>=' as const, value: fromMs / 1000 }]),
    ...(toMs === undefined ? [] : [{ field: 'started_at', op: '<=' as const, value: toMs / 1000 }]),
  ];
}
