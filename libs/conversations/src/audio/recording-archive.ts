import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import { deterministicId, NodeIdentity } from '#libs/kernel';
import { BlobStore } from '#libs/storage';
import { CaptureLogs, recordSpan } from '#libs/transcription';
import { LiveRegistry } from '../live/live-registry.js';
import { audioKey } from '../store/audio-keys.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { CaptureSpan, RecordingSession } from '../store/recording-session.js';

/** Takes audio from capture logs into the blob store, and lets logs go when nothing in them is needed any more. */
@Injectable()
export class RecordingArchive {
  constructor(
    private readonly sessions: RecordingSessionRepository,
    private readonly logs: CaptureLogs,
    private readonly blobs: BlobStore,
    private readonly live: LiveRegistry,
    private readonly node: NodeIdentity,
  ) {}

  /** Recordings whose logs lie in this process's data folder. */
  async recordings(state: RecordingSession['state']): Promise<{ ownerId: string; id: string }[]> {
    return this.sessions.ofNode(this.node.id, state);
  }

  /** Takes over recordings from before data folders had an id. */
  async adopt(): Promise<void> {
    await this.sessions.adoptNodeless(this.node.id);
  }

  async hasLog(ownerId: string, sessionId: string): Promise<boolean> {
    return (await this.logs.describe(ownerId, sessionId)) !== null;
  }

  /**
   * Whether audio of this conversation waits to be recognized where its live recording does not know of it: because the process or the
   * recognizer died, or because the recording has gone on to another conversation.
   */
  async hasUnheardAudio(ownerId: string, conversationId: string): Promise<boolean> {
    for (const session of await this.ownSessions(ownerId, conversationId)) {
      if (session.state !== 'open') continue;
      for (const span of keptSpans(session, conversationId)) {
        if (await this.isUnheard(ownerId, session, span)) return true;
      }
    }
    return false;
  }

  /**
   * Makes recordings of a finished conversation's audio that is still in capture logs. They are durable when this answers; the logs are
   * as they were. One that exists already is written again, the same.
   */
  async record(ownerId: string, conversationId: string, startedAt: Date): Promise<AudioFile[]> {
    const files: AudioFile[] = [];
    for (const session of await this.ownSessions(ownerId, conversationId)) {
      const closed = await this.closeSpans(ownerId, session, conversationId);
      for (const span of keptSpans(closed, conversationId)) {
        const file = await this.recordSpan(ownerId, session, span, startedAt.getTime());
        if (file) files.push(file);
      }
    }
    return files;
  }

  /**
   * A conversation's audio is not needed in capture logs any more: its recordings are durable and listed (`stored`), or nothing was said in
   * it (`silent`). It leaves the logs.
   */
  async settle(ownerId: string, conversationId: string, state: 'stored' | 'silent'): Promise<void> {
    for (const session of await this.ownSessions(ownerId, conversationId)) {
      const { id, spans } = session;
      const outcome = { state, handledMs: this.handledMsOf(session) };
      const settled = await this.sessions.settleSpans(ownerId, id, conversationId, outcome);
      const kept = spans.map((span) => span.conversation_id === conversationId && span.state === 'kept');
      // A log that goes on for days must not keep what nobody needs; one that is over is deleted as a whole.
      if (settled?.state === 'open') {
        for (const span of settled.spans.filter((_, index) => kept[index])) {
          await this.eraseSound(ownerId, id, span);
        }
      }
      await this.release(ownerId, id);
    }
  }

  /** Lets go of every log that is not needed any more, in case a process died before it could. */
  async releaseAll(): Promise<void> {
    for (const { ownerId, id } of await this.recordings('closed')) await this.release(ownerId, id);
  }

  /** Deletes a log when its recording is over and none of its audio is kept for a conversation. */
  async release(ownerId: string, sessionId: string): Promise<void> {
    const session = await this.sessions.find(ownerId, sessionId);
    if (session?.state !== 'closed' || session.spans.some((span) => span.state === 'kept')) return;
    await this.logs.delete(ownerId, sessionId);
    await this.sessions.release(ownerId, sessionId);
  }

  /** Deletes what logs hold of a conversation; its name goes from the recordings. Answers how many frames went. */
  async erase(ownerId: string, conversationId: string): Promise<number> {
    let erased = 0;
    for (const { id } of await this.ownSessions(ownerId, conversationId)) {
      const info = await this.logs.describe(ownerId, id);
      const session = await this.sessions.markErased(ownerId, id, conversationId, info?.positionMs ?? 0);
      for (const span of session?.spans ?? []) {
        if (span.conversation_id === conversationId) erased += await this.eraseSound(ownerId, id, span);
      }
      await this.sessions.forgetConversation(ownerId, id, conversationId);
      await this.release(ownerId, id);
    }
    return erased;
  }

  /** How many recordings still name the conversation. */
  async countKept(ownerId: string, conversationId: string): Promise<number> {
    return (await this.sessions.findOfConversation(ownerId, conversationId)).length;
  }

  /** What another machine still has to do: `recording` while a device may go on there, `sound` when only sound lies there. */
  async elsewhere(ownerId: string, conversationId: string): Promise<'recording' | 'sound' | null> {
    const sessions = await this.sessions.findOfConversation(ownerId, conversationId);
    const foreign = sessions.filter((session) => !this.isOwn(session));
    if (foreign.some((session) => hasOpenSpan(session, conversationId))) return 'recording';
    return foreign.some((session) => keptSpans(session, conversationId).length > 0) ? 'sound' : null;
  }

  /** Those whose logs lie here: what is done about the others is their machine's to do. */
  private async ownSessions(ownerId: string, conversationId: string): Promise<RecordingSession[]> {
    const sessions = await this.sessions.findOfConversation(ownerId, conversationId);
    return sessions.filter((session) => this.isOwn(session));
  }

  private isOwn({ node_id }: RecordingSession): boolean {
    return node_id === undefined || node_id === this.node.id;
  }

  private async isUnheard(ownerId: string, session: RecordingSession, span: CaptureSpan): Promise<boolean> {
    const recording = this.live.find(session.id);
    if (recording) return span.to_ms !== null && recording.hasUnheardAudio(span.to_ms);
    if (span.to_ms !== null && span.to_ms <= session.handled_ms) return false;
    const info = await this.logs.describe(ownerId, session.id);
    return info !== null && info.positionMs > Math.max(session.handled_ms, span.from_ms);
  }

  /** A conversation that is over gets no more audio, even if nobody noticed where its span ends. What is not heard yet is not part of it. */
  private async closeSpans(
    ownerId: string,
    session: RecordingSession,
    conversationId: string,
  ): Promise<RecordingSession> {
    const isOpen = session.spans.some(
      (span) => span.conversation_id === conversationId && span.to_ms === null,
    );
    if (!isOpen) return session;
    const handledMs = this.handledMsOf(session);
    return (await this.sessions.closeSpans(ownerId, session.id, handledMs, conversationId)) ?? session;
  }

  /** What is stored of it lags behind while nobody speaks. */
  private handledMsOf(session: RecordingSession): number {
    return Math.max(session.handled_ms, this.live.find(session.id)?.handledMs ?? 0);
  }

  private async recordSpan(
    ownerId: string,
    session: RecordingSession,
    span: CaptureSpan,
    startedAtMs: number,
  ): Promise<AudioFile | null> {
    const place = { fromMs: span.from_ms, toMs: span.to_ms ?? Infinity };
    const recording = await recordSpan(this.logs, ownerId, session.id, place);
    if (!recording) return null;
    const id = deterministicId('audio', span.conversation_id, session.id, String(span.from_ms));
    const key = audioKey(ownerId, span.conversation_id, id, recording.extension);
    const blob = await this.blobs.put(key, recording.content(), recording.contentType);
    const shiftMs = await this.shiftOf(ownerId, session, span, startedAtMs);
    const timestamps = recording.stretches.map((stretch) => (stretch.wallMs + shiftMs) / 1000);
    return {
      id,
      uid: ownerId,
      conversation_id: span.conversation_id,
      chunk_timestamps: timestamps,
      chunk_offsets: recording.stretches.map((stretch) => stretch.offsetMs / 1000),
      provider: 'files',
      started_at: timestamps[0] === undefined ? null : new Date(timestamps[0] * 1000),
      duration: recording.durationMs / 1000,
      content_type: recording.contentType,
      size: blob.sizeBytes,
    };
  }

  /** What the recording's clock was corrected by since the conversation's time was fixed at its first word: sound must stay with its words. */
  private async shiftOf(
    ownerId: string,
    session: RecordingSession,
    { origin }: CaptureSpan,
    startedAtMs: number,
  ): Promise<number> {
    const info = origin && (await this.logs.describe(ownerId, session.id));
    const wallMs = info?.timeline.toWallMs(origin!.position_ms) ?? null;
    return wallMs === null ? 0 : startedAtMs + origin!.seconds * 1000 - wallMs;
  }

  private async eraseSound(ownerId: string, sessionId: string, span: CaptureSpan): Promise<number> {
    return this.logs.erase(ownerId, sessionId, { fromMs: span.from_ms, toMs: span.to_ms ?? Infinity });
  }
}

function hasOpenSpan({ state, spans }: RecordingSession, conversationId: string): boolean {
  return (
    state === 'open' && spans.some((span) => span.conversation_id === conversationId && span.to_ms === null)
  );
}

function keptSpans(session: RecordingSession, conversationId: string): CaptureSpan[] {
  return session.spans.filter((span) => span.conversation_id === conversationId && span.state === 'kept');
}
