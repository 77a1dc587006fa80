import { Injectable } from '@nestjs/common';
import type { Conversation, ConversationStatus } from '#libs/contracts';
import { ConversationRepository } from '../store/conversation.repository.js';
import { Candidates, type FoundEntry } from './candidates.js';
import type { Passage, PassageQuery } from './passage.js';
import { PassageReader } from './passage-reader.js';
import { isQuoteAlone, saysLiterally } from './question.rules.js';
import { QuestionReader } from './question-reader.js';
import type { Ranked } from './ranking.rules.js';
import { readInTurns } from './read-in-turns.js';

/** Finds what was said. */
@Injectable()
export class ConversationSearch {
  constructor(
    private readonly candidates: Candidates,
    private readonly questions: QuestionReader,
    private readonly conversations: ConversationRepository,
  ) {}

  /** False when this installation has no search by words: then what is found was found by meaning alone, and whoever shows it says so. */
  get findsWords(): boolean {
    return this.candidates.findsWords;
  }

  /** Best first. Words come from the stored conversations, so nothing deleted, discarded or changed since is ever answered. */
  async search(ownerId: string, query: PassageQuery): Promise<Passage[]> {
    if (query.text.trim() === '') return [];
    const question = await this.questions.read(ownerId, query.text);
    const ranked = await this.candidates.rank(ownerId, question, query);
    const wanted = ranked.filter(({ sighting }) => mayBe(query, sighting));
    const isLiteral = ({ text }: Passage) => question.phrases.every((phrase) => saysLiterally(text, phrase));
    const passages: Passage[] = [];
    // As many conversations are read as are needed: most answers are among the first.
    for (let from = 0; from < wanted.length && passages.length < query.limit; from += query.limit) {
      const next = await this.read(ownerId, wanted.slice(from, from + query.limit), query);
      passages.push(...(isQuoteAlone(query.text) ? next.filter(isLiteral) : next));
    }
    const literalFirst = passages.toSorted((a, b) => Number(isLiteral(b)) - Number(isLiteral(a)));
    return literalFirst.slice(0, query.limit);
  }

  /** Entries whose conversation or place is not there any more fall away. */
  private async read(
    ownerId: string,
    ranked: readonly Ranked<FoundEntry>[],
    query: PassageQuery,
  ): Promise<Passage[]> {
    const ids = new Set(ranked.map(({ sighting }) => sighting.conversationId));
    const found = await readInTurns(this.conversations, ownerId, ids);
    const readers = new Map(
      found
        .filter((conversation) => isFindable(conversation, query))
        .map((conversation) => [conversation.id, new PassageReader(conversation)]),
    );
    return ranked.flatMap((one) => readers.get(one.sighting.conversationId)?.read(one) ?? []);
  }
}

/** What the entry alone can tell of a filter. */
function mayBe({ conversationId, speaker }: PassageQuery, sighting: FoundEntry): boolean {
  if (conversationId !== undefined && sighting.conversationId !== conversationId) return false;
  return speaker === undefined || sighting.speaker === speaker;
}

/** One that could not be understood is found by its words, and one that is processed anew by what was understood before. */
const FINDABLE: readonly ConversationStatus[] = ['processing', 'completed', 'failed'];

function isFindable(conversation: Conversation, { folderId, category }: PassageQuery): boolean {
  const { status, discarded, is_locked: isLocked } = conversation;
  if (!FINDABLE.includes(status) || discarded || isLocked) return false;
  if (folderId !== undefined && conversation.folder_id !== folderId) return false;
  return category === undefined || conversation.structured.category === category;
}
