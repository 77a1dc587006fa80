import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Clock } from '#libs/kernel';
import { Log } from '#libs/observability';
import { Locks } from '#libs/storage';
import { ConversationRepository } from '../store/conversation.repository.js';
import { RecordingArchive } from './recording-archive.js';

const DAY_MS = 24 * 60 * 60_000;
/** A process that is at work on a conversation renews its lease before the next one. */
const LEASE_MS = 5 * 60_000;

/** Lets recordings go that are older than the owner of the server wants to keep them. Transcripts stay. Without a setting nothing goes. */
@Injectable()
export class AudioRetention {
  private readonly days: number | null;

  constructor(
    config: AppConfig,
    private readonly conversations: ConversationRepository,
    private readonly archive: RecordingArchive,
    private readonly locks: Locks,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.days = config.audio.retentionDays;
  }

  get isConfigured(): boolean {
    return this.days !== null;
  }

  /** One process of an installation does it at a time. A conversation whose sound is not all stored yet waits for the next round. */
  async round(): Promise<void> {
    if (this.days === null) return;
    const lease = await this.locks.tryAcquire('audio-retention', LEASE_MS);
    if (!lease) return;
    let count = 0;
    try {
      const before = new Date(this.clock.nowMs() - this.days * DAY_MS);
      for await (const { ownerId, id } of this.conversations.ofAllOwners.withSoundSince(before)) {
        if (!(await lease.renew(LEASE_MS))) return;
        if (await this.expire(ownerId, id)) count += 1;
      }
    } finally {
      await lease.release();
      if (count > 0) this.log.info('recordings were let go because their time was over', { count });
    }
  }

  /** The conversation forgets its recordings last: a process that dies before that is followed by one that does it all again. */
  private async expire(ownerId: string, conversationId: string): Promise<boolean> {
    if (!(await this.archive.expire(ownerId, conversationId))) return false;
    await this.conversations.changeHead(ownerId, conversationId, () => ({
      audio_files: [],
      sound_since: null,
    }));
    return true;
  }
}
