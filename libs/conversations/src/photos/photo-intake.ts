import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, deterministicId } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import { SilenceTimers } from '../lifecycle/silence-timers.js';
import { RecordingPlace, type Place } from '../live/recording-place.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { PhotoDescriptions } from './photo-descriptions.js';
import type { PhotoHead } from './photo-row.js';
import { PhotoRepository } from './photo.repository.js';
import { checkPhoto, sourceWithPhotos } from './photo.rules.js';

/** A picture and where its recording is now. */
export interface TakenPhoto {
  readonly jpeg: Uint8Array;
  readonly positionMs: number;
}

/** What storing a picture did. */
export interface StoredPhoto {
  readonly photo: PhotoHead;
  /** Whether the client hears later what it shows. */
  readonly isDescribedLater: boolean;
  readonly row: ConversationRow;
  /** Whether the recording has gone on to this conversation with it, because the one before had ended. */
  readonly isNewConversation: boolean;
}

/** Puts pictures into the conversations in which they were taken: each once, and never into one that has ended. */
@Injectable()
export class PhotoIntake {
  constructor(
    private readonly store: DocumentStore,
    private readonly place: RecordingPlace,
    private readonly photos: PhotoRepository,
    private readonly descriptions: PhotoDescriptions,
    private readonly timers: SilenceTimers,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction writes the picture and that it is there. The same picture again in the same conversation changes nothing. Errors: those
   * of `checkPhoto`; `not_found` SESSION_MISSING.
   */
  async add(ownerId: string, sessionId: string, photo: TakenPhoto): Promise<StoredPhoto> {
    checkPhoto(photo.jpeg);
    const content = createHash('sha256').update(photo.jpeg).digest('hex');
    const base64 = Buffer.from(photo.jpeg).toString('base64');
    const stored = await this.store.transaction(async (transaction) => {
      const session = await this.place.session(transaction, ownerId, sessionId);
      const place = await this.place.ofNow(transaction, ownerId, session, photo.positionMs);
      const id = deterministicId('photo', place.row.id, content);
      const known = await this.known(transaction, ownerId, place, id);
      const row = known ? place.row : this.withOneMore(place.row);
      const fresh: PhotoHead = { id, description: '', created_at: this.clock.now(), discarded: false };
      if (!known) {
        this.place.writeRow(transaction, ownerId, place, row);
        this.photos.createIn(transaction, ownerId, row.id, { ...fresh, base64 });
      }
      this.place.writeSession(transaction, ownerId, session, place);
      return { photo: known ?? fresh, row, isNewConversation: place.kind !== 'known' };
    });
    if (stored.isNewConversation) await this.timers.arm(ownerId, stored.row);
    const isDescribedLater = await this.descriptions.request(ownerId, stored.row.id, stored.photo);
    return { ...stored, isDescribedLater };
  }

  private async known(
    transaction: DocumentTransaction,
    ownerId: string,
    { row, kind }: Place,
    id: string,
  ): Promise<PhotoHead | null> {
    return kind === 'new' ? null : this.photos.readHead(transaction, ownerId, row.id, id);
  }

  private withOneMore(row: ConversationRow): ConversationRow {
    const now = this.clock.now();
    return {
      ...row,
      photo_count: (row.photo_count ?? 0) + 1,
      source: sourceWithPhotos(row.source),
      finished_at: now,
      updated_at: now,
    };
  }
}
