import { Injectable } from '@nestjs/common';
import { AppEventBus } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { ConversationRepository } from '../store/conversation.repository.js';

/** How long a client is kept waiting for the result of processing. */
const PATIENCE_MS = 30_000;

/** Lets a request answer with a result that a job brings about. Whoever is out of patience finds it later in the row. */
@Injectable()
export class ProcessingWait {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly events: AppEventBus,
    private readonly clock: Clock,
  ) {}

  /** Ends when the conversation is not in `processing` any more, or after half a minute. */
  async ended(ownerId: string, id: string): Promise<void> {
    const done = Promise.withResolvers<void>();
    const cancels = [
      this.events.on('conversation.processed', (event) => event.conversationId === id && done.resolve()),
      this.events.on('conversation.failed', (event) => event.conversationId === id && done.resolve()),
      this.clock.after(PATIENCE_MS, () => done.resolve()),
    ];
    const head = await this.conversations.findHead(ownerId, id);
    if (head?.status === 'processing') await done.promise;
    for (const cancel of cancels) cancel();
  }
}
