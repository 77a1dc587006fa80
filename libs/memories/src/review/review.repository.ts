import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore } from '#libs/storage';
import { REVIEWS } from '../store/collections.js';
import type { MemoryReview } from './memory-review.js';

/** Questions to the owner, `users/{uid}/memory_reviews`. */
@Injectable()
export class ReviewRepository {
  private readonly reviews: Collection<MemoryReview>;

  constructor(store: DocumentStore) {
    this.reviews = new Collection(store, REVIEWS);
  }

  async find(ownerId: string, id: string): Promise<MemoryReview | null> {
    return (await this.reviews.get(ownerId, id))?.data ?? null;
  }

  /** Newest first. */
  async list(ownerId: string, status: MemoryReview['status'], limit: number): Promise<MemoryReview[]> {
    const { documents } = await this.reviews.query(ownerId, {
      where: [{ field: 'status', op: '==', value: status }],
      orderBy: [{ field: 'created_at', direction: 'desc' }],
      limit,
    });
    return documents.map(({ data }) => data);
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.reviews.delete(ownerId, id);
  }
}
