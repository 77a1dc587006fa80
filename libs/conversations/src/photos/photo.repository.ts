import { Injectable } from '@nestjs/common';
import type { ConversationPhoto } from '#libs/contracts';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { photoCollection, photoPartCollection } from '../store/collections.js';
import { partsOf, type PhotoHead, type PhotoPart, type PhotoRow } from './photo-row.js';

/** Pictures read at once: each may be as large as a document can be. */
const PAGE = 5;
const IN_ORDER = { orderBy: [{ field: 'created_at', direction: 'asc' }] } as const;
const HEAD_ONLY = { without: ['base64'] } as const;
const partId = (part: number) => String(part).padStart(2, '0');

/** Pictures of conversations, `users/{uid}/conversations/{id}/photos`. What belongs to another owner is absent. */
@Injectable()
export class PhotoRepository {
  private readonly photos: Collection<PhotoRow>;
  private readonly parts: Collection<PhotoPart>;

  constructor(private readonly store: DocumentStore) {
    this.photos = new Collection(store, photoCollection);
    this.parts = new Collection(store, photoPartCollection);
  }

  async find(ownerId: string, conversationId: string, id: string): Promise<ConversationPhoto | null> {
    const row = (await this.photos.in({ conversationId }).get(ownerId, id))?.data;
    return row ? this.whole(ownerId, conversationId, row) : null;
  }

  async findHead(ownerId: string, conversationId: string, id: string): Promise<PhotoHead | null> {
    return (await this.photos.in({ conversationId }).get(ownerId, id, HEAD_ONLY))?.data ?? null;
  }

  async readHead(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
    id: string,
  ): Promise<PhotoHead | null> {
    const photos = this.photos.in({ conversationId }).within(transaction);
    return (await photos.get(ownerId, id, HEAD_ONLY))?.data ?? null;
  }

  /** In the order in which they were taken. */
  async *heads(ownerId: string, conversationId: string): AsyncIterable<PhotoHead> {
    const photos = this.photos.in({ conversationId });
    for await (const { data } of photos.each(ownerId, { ...IN_ORDER, ...HEAD_ONLY })) yield data;
  }

  /** False when the picture is gone. */
  async describe(
    ownerId: string,
    conversationId: string,
    id: string,
    described: Pick<ConversationPhoto, 'description' | 'discarded'>,
  ): Promise<boolean> {
    return this.store.transaction(async (transaction) => {
      const isThere = (await this.readHead(transaction, ownerId, conversationId, id)) !== null;
      if (isThere) this.photos.in({ conversationId }).within(transaction).update(ownerId, id, described);
      return isThere;
    });
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

  async count(ownerId: string, conversationId: string): Promise<number> {
    return this.photos.in({ conversationId }).count(ownerId);
  }

  /** Puts the pictures of one conversation among those of another, each once; answers how many are there then. @param since only those taken then or later */
  async copyAll(ownerId: string, from: string, to: string, since = new Date(0)): Promise<number> {
    const target = this.photos.in({ conversationId: to });
    const page = {
      ...IN_ORDER,
      limit: PAGE,
      where: [{ field: 'created_at', op: '>=', value: since }],
    } as const;
    for await (const { data } of this.photos.in({ conversationId: from }).each(ownerId, page)) {
      const parts = this.parts.in({ conversationId: from, photoId: data.id });
      const copies = this.parts.in({ conversationId: to, photoId: data.id });
      for await (const part of parts.each(ownerId)) await copies.set(ownerId, part.id, part.data);
      await target.set(ownerId, data.id, data);
    }
    return target.count(ownerId);
  }

  /** Removes those that are in the other conversation too. */
  async deleteShared(ownerId: string, conversationId: string, otherId: string): Promise<void> {
    const others = await Array.fromAsync(this.heads(ownerId, otherId));
    for (const { id } of others)
      await this.store.deleteTree(`users/${ownerId}/conversations/${conversationId}/photos/${id}`);
  }

  /** In the order in which they were taken. */
  async *all(ownerId: string, conversationId: string): AsyncIterable<ConversationPhoto> {
    const photos = this.photos.in({ conversationId });
    for await (const { data } of photos.each(ownerId, { ...IN_ORDER, limit: PAGE })) {
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
