import { Injectable } from '@nestjs/common';
import { indexConversation, indexMemory } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import {
  DocumentStore,
  KeywordIndex,
  removeFromSearch,
  VectorStore,
  type DocumentQuery,
  type StoredDocument,
} from '#libs/storage';

const PAGE = 200;

interface ConversationRow {
  readonly revision?: number;
  readonly status?: string;
  readonly discarded?: boolean;
}

/**
 * Makes search anew from the documents, which it can always be made of. Writing is the work of the jobs that write it otherwise, so what
 * is put in here is done by the running server, or by its next start.
 */
@Injectable()
export class SearchRebuild {
  constructor(
    private readonly documents: DocumentStore,
    private readonly keywords: KeywordIndex,
    private readonly vectors: VectorStore,
    private readonly queue: JobQueue,
  ) {}

  /** Every account, in order. */
  async *owners(): AsyncIterable<string> {
    for await (const { id } of this.all({ collection: 'users' })) yield id;
  }

  /** Takes an owner's entries out of search; answers how many. */
  drop(ownerId: string): Promise<number> {
    return removeFromSearch({ keywords: this.keywords, vectors: this.vectors }, ownerId);
  }

  /** Has everything of an owner written into search; answers how many jobs that takes. Doing so again is fine. */
  async request(ownerId: string): Promise<number> {
    let jobs = 0;
    for await (const { id, data } of this.all<ConversationRow>({
      collection: `users/${ownerId}/conversations`,
    })) {
      if (data.status !== 'completed' || data.discarded === true) continue;
      await this.queue.enqueue(indexConversation, {
        ownerId,
        conversationId: id,
        revision: data.revision ?? 0,
      });
      jobs += 1;
    }
    for await (const { id } of this.all({ collection: `users/${ownerId}/memories` })) {
      await this.queue.enqueue(indexMemory, { ownerId, memoryId: id });
      jobs += 1;
    }
    return jobs;
  }

  private async *all<T extends object>(query: DocumentQuery): AsyncIterable<StoredDocument<T>> {
    for (let cursor: string | undefined; ;) {
      const page = await this.documents.query<T>({
        ...query,
        limit: PAGE,
        ...(cursor !== undefined && { cursor }),
      });
      yield* page.documents;
      cursor = page.nextCursor;
      if (cursor === undefined) return;
    }
  }
}
