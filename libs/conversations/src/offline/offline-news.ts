import { Injectable } from '@nestjs/common';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { AppEventBus, type AudioFile } from '#libs/contracts';
import { Clock, deterministicId } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { encodeSound } from '#libs/transcription';
import { withSound } from '../audio/audio-files.rules.js';
import { audioKey } from '../store/audio-keys.js';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import type { OfflineRecording } from './offline-recording.js';
import type { PlacedSpan } from './offline-placement.js';
import type { SpanSound } from './offline-sound.js';

/** What follows from words of a recording in a conversation: it is processed, whoever shows it is told, and it gets its sound. */
@Injectable()
export class OfflineNews {
  constructor(
    private readonly recordings: OfflineRecordingRepository,
    private readonly conversations: ConversationRepository,
    private readonly blobs: BlobStore,
    private readonly lifecycle: ConversationLifecycle,
    private readonly events: AppEventBus,
    private readonly clock: Clock,
  ) {}

  /** If this is never reached, the sweep puts the job in. */
  async ofWords(ownerId: string, { row, freshIds, isToBeProcessed }: PlacedSpan): Promise<void> {
    if (freshIds.length === 0) return;
    const conversationId = row.id;
    if (isToBeProcessed) {
      await this.lifecycle.handOver(ownerId, row);
    } else {
      this.events.emit('segments.changed', { ownerId, conversationId, segmentIds: [...freshIds] });
    }
    const fresh = new Set(freshIds);
    const segments = row.transcript_segments.filter(({ id }) => fresh.has(id));
    this.events.emit('segments.stored', { ownerId, conversationId, language: row.language, segments });
  }

  /** Adds a span's sound to the recordings of its conversation, if that is still to be done. Written again it is the same file. */
  async ofSound(ownerId: string, recordingId: string, { index, samples }: SpanSound): Promise<void> {
    const recording = await this.recordings.find(ownerId, recordingId);
    const span = recording?.spans?.[index];
    if (!recording || !span?.owes_sound) return;
    if (span.conversation_id !== '') await this.store(ownerId, recording, index, samples);
    await this.recordings.change(ownerId, recordingId, ({ spans }) => ({
      spans: spans!.map((other, at) => (at === index ? { ...other, owes_sound: false } : other)),
    }));
  }

  private async store(
    ownerId: string,
    recording: OfflineRecording,
    index: number,
    samples: Int16Array,
  ): Promise<void> {
    const { conversation_id: conversationId, from_ms: fromMs } = recording.spans![index]!;
    const id = deterministicId('audio', 'offline', conversationId, recording.id, String(index));
    const key = audioKey(ownerId, conversationId, id, 'ogg');
    const blob = await this.blobs.put(key, encodeSound(samples, id), 'audio/ogg');
    const startedAtMs = recording.recorded_at.getTime() + recording.shift_ms + fromMs;
    const file: AudioFile = {
      id,
      uid: ownerId,
      conversation_id: conversationId,
      chunk_timestamps: [startedAtMs / 1_000],
      chunk_offsets: [0],
      provider: 'files',
      started_at: new Date(startedAtMs),
      duration: samples.length / SPEECH_SAMPLE_RATE,
      content_type: 'audio/ogg',
      size: blob.sizeBytes,
    };
    const listed = await this.conversations.changeHead(ownerId, conversationId, (current) => ({
      ...withSound(current, [file]),
      updated_at: this.clock.now(),
    }));
    // Deleted meanwhile: the purge may have come before the file.
    if (!listed) await this.blobs.delete(key);
  }
}
