import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import { indexMemory, type Conversation, type Memory } from '#libs/contracts';
import { chunkTranscript, transcriptInputOf } from '#libs/conversations';
import { JobQueue } from '#libs/queue';
import { extractMemoriesTask } from './extract-memories.task.js';
import type { ExtractedFact } from './facts/fact.js';
import { isVisible } from './memory.rules.js';
import { MemoryRepository } from './memory.repository.js';
import { resolveFacts, restsOn, type FactSource, type Resolution } from './resolution.rules.js';

/** Shorter talk holds no fact. Source: specification of the pipeline, §3.1. */
const MIN_TRANSCRIPT_CHARS = 25;
/** A conversation that is processed again may let memories go; search hears of it even if this process dies right after the write. */
const INDEX_AFTER_COMMIT_MS = 2_000;

/** The core without storage: what a conversation makes of the owner's memories. */
export async function extractAndResolve(
  model: LanguageModel,
  existing: readonly Memory[],
  source: FactSource,
  signal?: AbortSignal,
): Promise<Resolution> {
  return resolveFacts(existing, await extractFacts(model, existing, source, signal), source);
}

async function extractFacts(
  model: LanguageModel,
  existing: readonly Memory[],
  source: FactSource,
  signal?: AbortSignal,
): Promise<ExtractedFact[]> {
  const length = source.transcript.turns.reduce((sum, turn) => sum + turn.text.length, 0);
  if (length < MIN_TRANSCRIPT_CHARS) return [];
  // What this conversation said in an earlier run must not count as known, or a second run would say less.
  const others = existing.filter((memory) => memory.conversation_id !== source.conversationId);
  const known = others
    .filter((memory) => isVisible(memory))
    .map(({ content, subject, predicate }) => ({ content, subject, predicate }));
  const rejected = existing.filter((memory) => memory.user_review === false).map(({ content }) => content);
  const facts: ExtractedFact[] = [];
  for (const transcript of chunkTranscript(source.transcript)) {
    const { output } = await model.run(
      extractMemoriesTask,
      { transcript, existing: known, rejected },
      signal,
    );
    facts.push(...output.memories);
  }
  return facts;
}

/** Keeps the lasting facts of finished conversations. */
@Injectable()
export class MemoryExtraction {
  constructor(
    private readonly memories: MemoryRepository,
    private readonly model: LanguageModel,
    private readonly owners: OwnerProfile,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Replaces what this conversation brought by what it brings now, all or nothing; running it again changes nothing. A failure leaves
   * everything as it was. Answers the memories that the conversation brought.
   */
  async extract(
    ownerId: string,
    conversation: Conversation,
    signal?: AbortSignal,
  ): Promise<readonly Memory[]> {
    const source = await this.sourceOf(ownerId, conversation);
    const existing = await this.memories.all(ownerId);
    const facts = conversation.discarded ? [] : await extractFacts(this.model, existing, source, signal);
    const earlier = existing.filter((memory) => restsOn(memory, conversation.id));
    for (const { id } of earlier) await this.index(ownerId, id, INDEX_AFTER_COMMIT_MS);
    const resolution = await this.memories.changeAll(ownerId, (stored) =>
      resolveFacts(stored, facts, source),
    );
    for (const id of resolution.touchedIds) await this.index(ownerId, id);
    return resolution.added;
  }

  private async sourceOf(ownerId: string, conversation: Conversation): Promise<FactSource> {
    const [timeZone, ownerName] = await Promise.all([
      this.owners.timeZoneOf(ownerId),
      this.owners.nameOf(ownerId),
    ]);
    return {
      ownerId,
      conversationId: conversation.id,
      startedAt: conversation.started_at,
      transcript: transcriptInputOf(conversation, { timeZone, ownerName }),
    };
  }

  private async index(ownerId: string, memoryId: string, delayMs = 0): Promise<void> {
    await this.queue.enqueue(indexMemory, { ownerId, memoryId }, { delayMs });
  }
}
