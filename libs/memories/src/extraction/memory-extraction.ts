import { Injectable } from '@nestjs/common';
import type { Conversation, Memory, TranscriptInput } from '#libs/contracts';
import { ConversationUsage, ModelSteps, TranscriptReader } from '#libs/conversations';
import { deterministicId } from '#libs/kernel';
import { FactReader } from './fact-reader.js';
import { MemoryKeeper } from './memory-keeper.js';

/** Keeps the lasting facts of finished conversations. */
@Injectable()
export class MemoryExtraction {
  constructor(
    private readonly transcripts: TranscriptReader,
    private readonly reader: FactReader,
    private readonly keeper: MemoryKeeper,
    private readonly steps: ModelSteps,
    private readonly usage: ConversationUsage,
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
    const { id: conversationId, started_at: startedAt, discarded, revision } = conversation;
    const transcript = await this.transcripts.read(ownerId, conversation);
    const source = { ownerId, conversationId, startedAt, transcript, discarded };
    const run = { ownerId, conversationId, revision };
    const facts = discarded
      ? []
      : await this.steps.once(run, stepFor(transcript), (meter) =>
          this.reader.read(source, { signal, meter }),
        );
    const { added } = await this.keeper.keep(facts, source, signal);
    await this.usage.count(ownerId, conversation, { memories_created: added.length });
    return added;
  }
}

/** Once for a revision and its words: when its owner corrects one, facts are asked for anew. */
function stepFor({ turns }: TranscriptInput): string {
  return `memories.${deterministicId('words', ...turns.map(({ text }) => text))}`;
}
