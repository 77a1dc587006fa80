import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import { NodeIdentity } from '#libs/kernel';
import { CaptureLogs, type CaptureInfo } from '#libs/transcription';
import { LiveRegistry } from '../live/live-registry.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { CaptureSpan, RecordingSession } from '../store/recording-session.js';
import { audioFileOf } from './audio-file.rules.js';
import { lostWithLog } from './lost-sound.rules.js';
import { fileIdOf, PieceStore } from './piece-store.js';

/** Takes audio from capture logs into the blob store, and lets logs go when nothing in them is needed any more. */
@Injectable()
export class RecordingArchive {
  constructor(
    private readonly sessions: RecordingSessionRepository,
    private readonly logs: CaptureLogs,
    private readonly pieces: PieceStore,
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
    return this.logs.has(ownerId, sessionId);
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
   * Makes recordings of a finished conversation's audio: what is still in capture logs here is durable in the blob store when this answers,
   * and the logs are as they were. What other machines have stored of it so far is listed with it. Doing it again changes nothing.
   */
  async record(ownerId: string, conversationId: string, startedAt: Date): Promise<AudioFile[]> {
    const files: AudioFile[] = [];
    for (const session of await this.sessions.findOfConversation(ownerId, conversationId)) {
      const closed = this.isOwn(session) ? await this.closeSpans(ownerId, session, conversationId) : session;
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
      const { id } = session;
      if (state === 'stored') await this.noteLost(ownerId, session, conversationId);
      const kept = new Set(keptSpans(session, conversationId).map(({ from_ms }) => from_ms));
      const outcome = { state, handledMs: this.handledMsOf(session) };
      const settled = await this.sessions.settleSpans(ownerId, id, conversationId, outcome);
      // A log that goes on for days must not keep what nobody needs; one that is over is deleted as a whole.
      if (settled?.state === 'open') {
        for (const span of settled.spans.filter(({ from_ms }) => kept.has(from_ms))) {
          await this.eraseSound(ownerId, id, span);
        }
      }
      await this.release(ownerId, id);
    }
    if (state === 'silent') await this.pieces.removeAll(ownerId, conversationId);
  }

  /** Lets go of every log that is not needed any more, in case a process died before it could. */
  async releaseAll(): Promise<void> {
    for (const { ownerId, id } of await this.recordings('closed')) await this.release(ownerId, id);
  }

  /** Deletes a log when its recording is over and none of its audio is kept for a conversation. */
  async release(ownerId: string, sessionId: string): Promise<void> {
    const session = await this.sessions.find(ownerId, sessionId);
    if (session?.state !== 'closed' || session.spans.some((span) => span.state === 'kept')) return;
    const info = await this.logs.describe(ownerId, sessionId);
    if (info) await this.sessions.change(ownerId, sessionId, () => ({ lost_frames: info.lostFrames }));
    await this.logs.delete(ownerId, sessionId);
    await this.sessions.release(ownerId, sessionId);
  }

  /** Deletes what logs hold of a conversation; its name goes from the recordings. Answers how many frames went. */
  async erase(ownerId: string, conversationId: string): Promise<number> {
    let erased = 0;
    for (const { id, state, node_id } of await this.sessions.allOfConversation(ownerId, conversationId)) {
      if (state !== 'released' && !this.isOwn({ node_id })) continue;
      const info = state === 'released' ? null : await this.logs.describe(ownerId, id);
      const session = await this.sessions.markErased(ownerId, id, conversationId, info?.positionMs ?? 0);
      for (const span of info ? session!.spans : []) {
        if (span.conversation_id === conversationId) erased += await this.eraseSound(ownerId, id, span);
      }
      await this.sessions.forgetConversation(ownerId, id, conversationId);
      await this.release(ownerId, id);
    }
    return erased;
  }

  /** Deletes the recordings of a conversation because their time is over; false while some of its sound is not stored yet. */
  async expire(ownerId: string, conversationId: string): Promise<boolean> {
    const sessions = await this.sessions.allOfConversation(ownerId, conversationId);
    if (sessions.some((session) => keptSpans(session, conversationId).length > 0)) return false;
    for (const { id } of sessions) {
      await this.sessions.settleStored(ownerId, id, conversationId, 'expired');
    }
    await this.pieces.removeAll(ownerId, conversationId);
    return true;
  }

  /** How many recordings still name the conversation. */
  async countKept(ownerId: string, conversationId: string): Promise<number> {
    return (await this.sessions.allOfConversation(ownerId, conversationId)).length;
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

  private isOwn({ node_id }: { readonly node_id?: string | undefined }): boolean {
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
    const place = { ownerId, sessionId: session.id, span };
    const info = this.isOwn(session) ? await this.logs.describe(ownerId, session.id) : null;
    const pieces = info ? await this.pieces.complete(place, info) : await this.pieces.list(place);
    const origin = {
      id: fileIdOf(place),
      ownerId,
      conversationId: span.conversation_id,
      channel: session.call?.voice.channel,
      shiftMs: info ? shiftOf(info, span, startedAtMs) : 0,
    };
    return audioFileOf(origin, pieces);
  }

  /** Of a recording whose log is gone, what was not stored before is lost: it must not count as stored. */
  private async noteLost(ownerId: string, session: RecordingSession, conversationId: string): Promise<void> {
    if (await this.hasLog(ownerId, session.id)) return;
    const parts = new Map<number, CaptureSpan[]>();
    for (const span of keptSpans(session, conversationId)) {
      const pieces = await this.pieces.list({ ownerId, sessionId: session.id, span });
      parts.set(span.from_ms, lostWithLog(span, pieces));
    }
    const isMeant = (span: CaptureSpan) => span.conversation_id === conversationId && span.state === 'kept';
    await this.sessions.change(ownerId, session.id, ({ spans }) => ({
      spans: spans.flatMap((span) => (isMeant(span) && parts.get(span.from_ms)) || [span]),
    }));
  }

  private async eraseSound(ownerId: string, sessionId: string, span: CaptureSpan): Promise<number> {
    return this.logs.erase(ownerId, sessionId, { fromMs: span.from_ms, toMs: span.to_ms ?? Infinity });
  }
}

/** What the recording's clock was corrected by since the conversation's time was fixed at its first word: sound must stay with its words. */
function shiftOf({ timeline }: CaptureInfo, { origin }: CaptureSpan, startedAtMs: number): number {
  const wallMs = origin && timeline.toWallMs(origin.position_ms);
  return origin && wallMs !== null ? startedAtMs + origin.seconds * 1000 - wallMs : 0;
}

function hasOpenSpan({ state, spans }: RecordingSession, conversationId: string): boolean {
  return (
    state === 'open' && spans.some((span) => span.conversation_id === conversationId && span.to_ms === null)
  );
}

function keptSpans(session: RecordingSession, conversationId: string): CaptureSpan[] {
  return session.spans.filter((span) => span.conversation_id === conversationId && span.state === 'kept');
}
