import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import { BlobStore } from '#libs/storage';
import { fileIdOf } from '../audio/piece-store.js';
import { blobsOf } from '../audio/stored-sound.rules.js';
import { OfflineRecordingRepository } from '../offline/offline-recording.repository.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';

/**
 * Sound that goes from one conversation to another for good: copied first, then listed under its new place, then written into the account of
 * its recordings. Until the old conversation is purged nothing is lost, whenever this stops; doing it again goes on.
 */
@Injectable()
export class CarriedSound {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly sessions: RecordingSessionRepository,
    private readonly offline: OfflineRecordingRepository,
    private readonly blobs: BlobStore,
  ) {}

  /** Whether some of its sound still lies where only its own name leads to it: in capture logs, or in a recording that is taken in. */
  async isIncomplete(ownerId: string, conversationId: string): Promise<boolean> {
    const sessions = await this.sessions.findOfConversation(ownerId, conversationId);
    const kept = sessions.some(({ spans }) =>
      spans.some((span) => span.conversation_id === conversationId && span.state === 'kept'),
    );
    if (kept) return true;
    const recordings = await this.offline.ofConversation(ownerId, conversationId);
    return recordings.some(({ spans }) =>
      spans?.some((span) => span.conversation_id === conversationId && span.owes_sound),
    );
  }

  /** All that `to` plays from the place of `from`. */
  async carry(ownerId: string, from: string, to: string): Promise<void> {
    const head = await this.conversations.findStoredHead(ownerId, to);
    const files = head?.audio_files.filter((file) => file.conversation_id === from) ?? [];
    for (const file of files) await this.copy(ownerId, file, to);
    await this.conversations.changeHead(ownerId, to, ({ audio_files }) => ({
      audio_files: audio_files.map((file) =>
        file.conversation_id === from ? { ...file, conversation_id: to } : file,
      ),
    }));
    await this.rename(ownerId, from, to);
  }

  private async copy(ownerId: string, file: AudioFile, to: string): Promise<void> {
    const targets = blobsOf(ownerId, { ...file, conversation_id: to });
    for (const [index, { key, contentType }] of blobsOf(ownerId, file).entries()) {
      const target = targets[index]!.key;
      if (await this.blobs.stat(target)) continue;
      await this.blobs.put(target, await this.blobs.read(key), contentType);
    }
  }

  private async rename(ownerId: string, from: string, to: string): Promise<void> {
    for (const { id } of await this.sessions.allOfConversation(ownerId, from)) {
      await this.sessions.change(ownerId, id, ({ spans }) => ({
        spans: spans.map((span) =>
          span.conversation_id === from
            ? { ...span, conversation_id: to, file_id: fileIdOf({ ownerId, sessionId: id, span }) }
            : span,
        ),
      }));
    }
    for (const { id } of await this.offline.ofConversation(ownerId, from)) {
      await this.offline.change(ownerId, id, ({ spans }) => ({
        spans: (spans ?? []).map((span) =>
          span.conversation_id === from ? { ...span, conversation_id: to } : span,
        ),
      }));
    }
  }
}
