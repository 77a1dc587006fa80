import { Injectable } from '@nestjs/common';
import type { ConversationPhoto } from '#libs/contracts';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { photoCollection, photoPartCollection } from '../store/collections.js';
import { partsOf, type PhotoPart, type PhotoRow } from './photo-row.js';

/** Pictures read at once: each may be as large as a document can be. */
const PAGE = 5;
const partId = (part: number) => String(part).padStart(2, '0');

/** Pictures of conversations, `users/{uid}/conversations/{id}/photos`. What belongs to another owner is absent. */
@Injectable()
export class PhotoRepository {
  private readonly photos: Collection<PhotoRow>;
  private readonly parts: Collection<PhotoPart>;

  constructor(store: DocumentStore) {
    this.photos = new Collection(store, photoCollection);
    this.parts = new Collection(store, photoPartCollection);
  }

  async existsIn(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
    id: string,
  ): Promise<boolean> {
    const photos = this.photos.in({ conversationId }).within(transaction);
    return (await photos.get(ownerId, id, { without: ['base64'] })) !== null;
  }

  createIn(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
    photo: ConversationPhoto,
  ): void {
    const [first = '', ...others] = partsOf(photo.base64);
    const row = { ...photo, base64: first, ...(others.length > 0 ? { parts: others.length } : {}) };
    this.photos.in({ conversationId }).within(transaction).create(ownerId, photo.id, row);
    const parts = this.parts.in({ conversationId, photoId: photo.id }).within(transaction);
    others.forEach((base64, part) => parts.create(ownerId, partId(part), { base64 }));
  }

  /** In the order in which they were taken. */
  async *all(ownerId: string, conversationId: string): AsyncIterable<ConversationPhoto> {
    const photos = this.photos.in({ conversationId });
    const inOrder = { orderBy: [{ field: 'created_at', direction: 'asc' }], limit: PAGE } as const;
    for await (const { data } of photos.each(ownerId, inOrder)) {
      yield await this.whole(ownerId, conversationId, data);
    }
  }

  private async whole(ownerId: string, conversationId: string, row: PhotoRow): Promise<ConversationPhoto> {
    const { parts = 0, ...photo } = row;
    if (parts === 0) return photo;
    const ids = Array.from({ length: parts }, (_, part) => partId(part));
    const found = await this.parts.in({ conversationId, photoId: photo.id }).getMany(ownerId, ids);
    return { ...photo, base64: photo.base64 + found.map((part) => part?.data.base64 ?? '').join('') };
  }
}
