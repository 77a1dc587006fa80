import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { DocumentStore } from '#libs/storage';
import { withSound } from '../audio/audio-files.rules.js';
import { processingOrder } from '../lifecycle/processing-order.rules.js';
import { PhotoRepository } from '../photos/photo.repository.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead, ConversationRow } from '../store/conversation-row.js';
import { DividedSounds, type DividedSound } from './divided-sound.js';
import { SplitAccounts } from './split-accounts.js';
import { cutAt, keptFields, movedRow, type Cut, type SplitPoint } from './split.rules.js';
import { isSplittable, notNow } from './splits.rules.js';

/** A cut through a conversation as it was when it was planned. */
interface Plan {
  readonly splitId: string;
  readonly revision: number;
  readonly cut: Cut;
  readonly sound: DividedSound;
  readonly photoCounts: { readonly kept: number; readonly moved: number };
}

/** Makes two rows of one: sound and pictures are copied first, where nobody sees them; then everything changes in one transaction. */
@Injectable()
export class Splitting {
  constructor(
    private readonly store: DocumentStore,
    private readonly conversations: ConversationRepository,
    private readonly photos: PhotoRepository,
    private readonly sounds: DividedSounds,
    private readonly accounts: SplitAccounts,
    private readonly clock: Clock,
  ) {}

  /** The one that stays and the one that is new, both to be handed over to processing. `conflict` SPLIT_NOT_NOW when it has changed meanwhile. */
  async split(
    ownerId: string,
    id: string,
    splitId: string,
    point: SplitPoint,
  ): Promise<[ConversationHead, ConversationHead]> {
    const whole = await this.conversations.find(ownerId, id);
    if (!whole) throw notNow(id);
    const cut = cutAt(whole.transcript_segments, point);
    const atSeconds = whole.started_at.getTime() / 1_000 + cut.soundSeconds;
    const sound = await this.sounds.divide(whole.audio_files, { ownerId, splitId, atSeconds });
    const all = await this.photos.count(ownerId, id);
    const moved = await this.photos.copyAll(ownerId, id, splitId, new Date(atSeconds * 1_000));
    const photoCounts = { kept: all - moved, moved };
    return this.write(ownerId, id, { splitId, revision: whole.revision, cut, sound, photoCounts });
  }

  /** What lies at the old place of the new conversation's pictures and sound goes. Safe to run again. */
  async clean(ownerId: string, id: string, splitId: string): Promise<void> {
    await this.photos.deleteShared(ownerId, id, splitId);
    const kept = await this.conversations.findStoredHead(ownerId, id);
    const moved = await this.conversations.findStoredHead(ownerId, splitId);
    if (kept) await this.sounds.clean(ownerId, kept, moved);
  }

  private async write(
    ownerId: string,
    id: string,
    plan: Plan,
  ): Promise<[ConversationHead, ConversationHead]> {
    const { splitId, cut, sound, photoCounts } = plan;
    return this.store.transaction(async (transaction) => {
      const row = await this.conversations.transcripts.readWhole(transaction, ownerId, id);
      if (row?.revision !== plan.revision || !isSplittable(row)) throw notNow(id);
      const divided = await this.accounts.divide(transaction, ownerId, {
        row,
        to: splitId,
        cut,
        moved: sound.moved,
      });
      const now = this.clock.now();
      const kept = { ...keptFields(row, cut), photo_count: photoCounts.kept, audio_files: [] };
      const keptRow: ConversationRow = { ...row, ...kept, ...processingOrder(row, 'split', now) };
      const fresh = { ...movedRow(row, splitId, cut, now), photo_count: photoCounts.moved };
      const freshRow = {
        ...fresh,
        ...processingOrder(fresh, 'split', now),
        ...withSound(fresh, sound.moved),
      };
      const tasks = divided.write();
      this.conversations.transcripts.rewrite(transaction, ownerId, row, {
        ...kept,
        ...processingOrder(row, 'split', now),
        ...withSound(keptRow, sound.kept),
        tasks: { ...keptRow.tasks!, ids: tasks.keptIds },
      });
      this.conversations.createIn(transaction, ownerId, {
        ...freshRow,
        tasks: { ...freshRow.tasks!, ids: tasks.movedIds },
        transcript_segments: [],
      });
      const { transcript_segments } = freshRow;
      this.conversations.transcripts.rewrite(transaction, ownerId, freshRow, { transcript_segments });
      return [keptRow, freshRow];
    });
  }
}
