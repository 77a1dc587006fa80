import { Injectable } from '@nestjs/common';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import type { Conversation } from '#libs/contracts';
import { CaptureLogs, readSpeech, type WallTimeline } from '#libs/transcription';
import { placeInAudio } from '../audio/audio-place.rules.js';
import { AudioService } from '../audio/audio.service.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { CaptureSpan } from '../store/recording-session.js';

/** A stretch of a conversation, seconds since its start. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const BYTES_PER_SAMPLE = 2;

/** The sound of what was said, wherever it lies: in capture logs of this machine while they are kept, else in stored recordings. */
@Injectable()
export class ConversationSound {
  constructor(
    private readonly sessions: RecordingSessionRepository,
    private readonly logs: CaptureLogs,
    private readonly audio: AudioService,
  ) {}

  /** 16 kHz; null when it is not to be had. */
  async clip(ownerId: string, conversation: Conversation, stretch: Stretch): Promise<Int16Array | null> {
    const logged = await this.fromLogs(ownerId, conversation.id, stretch);
    return logged ?? this.fromRecordings(ownerId, conversation, stretch);
  }

  private async fromLogs(
    ownerId: string,
    conversationId: string,
    stretch: Stretch,
  ): Promise<Int16Array | null> {
    for (const session of await this.sessions.findOfConversation(ownerId, conversationId)) {
      const info = await this.logs.describe(ownerId, session.id);
      if (!info) continue;
      for (const span of session.spans) {
        if (span.conversation_id !== conversationId || span.state !== 'kept') continue;
        const place = placeInLog(span, info.timeline, stretch);
        if (place) return readSpeech(this.logs, ownerId, session.id, place);
      }
    }
    return null;
  }

  private async fromRecordings(
    ownerId: string,
    conversation: Conversation,
    { start, end }: Stretch,
  ): Promise<Int16Array | null> {
    const place = placeInAudio(conversation, start);
    const file = conversation.audio_files.find(({ id }) => id === place?.fileId);
    if (!place || !file) return null;
    const sound = this.audio.soundOf(ownerId, file, 'pcm');
    const byteAt = (seconds: number) =>
      Math.min(sound.sizeBytes, Math.round(seconds * SPEECH_SAMPLE_RATE) * BYTES_PER_SAMPLE);
    const from = byteAt(place.offset);
    const to = byteAt(place.offset + end - start);
    if (to <= from) return null;
    const bytes = Buffer.concat(await Array.fromAsync(await sound.read({ start: from, end: to - 1 })));
    return new Int16Array(Uint8Array.from(bytes).buffer);
  }
}

/** Where a stretch lies in a log; null when it is not in this span or its place is not known. */
function placeInLog(span: CaptureSpan, timeline: WallTimeline, { start, end }: Stretch) {
  const originMs = span.origin && timeline.toWallMs(span.origin.position_ms);
  if (!span.origin || originMs === null) return null;
  const positionAt = (seconds: number) =>
    positionOf(timeline, originMs + (seconds - span.origin!.seconds) * 1_000);
  const [fromMs, toMs] = [positionAt(start), positionAt(end)];
  return fromMs >= span.from_ms && toMs > fromMs && toMs <= (span.to_ms ?? Infinity)
    ? { fromMs, toMs }
    : null;
}

/** The position that was recorded at this moment. */
function positionOf({ anchors }: WallTimeline, wallMs: number): number {
  const anchor = anchors.findLast((known) => known.wallMs <= wallMs) ?? anchors[0]!;
  return anchor.positionMs + wallMs - anchor.wallMs;
}
