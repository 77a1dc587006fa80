import { Injectable } from '@nestjs/common';
import { Clock, toAppError } from '#libs/kernel';
import { Log } from '#libs/observability';
import { CaptureLogs, type AudioSpan, type CaptureInfo } from '#libs/transcription';
import { LiveRegistry, type OngoingRecording } from '../live/live-registry.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { CaptureSpan, RecordingSession } from '../store/recording-session.js';
import { cutSpan, isPieceOf, PIECE_MS } from './piece.rules.js';
import { PieceStore, type SpanPlace } from './piece-store.js';

/** Sound is left alone until it is this old: batches that are on their way may still say that the recording paused before it. */
const SETTLE_MS = 5_000;
/** When nothing has come for so long, what is known of pauses is all that there is to know. */
const QUIET_MS = 60_000;

/**
 * Copies the sound of recordings into the blob store while they go on, piece by piece: a machine that is lost costs no more than the last of
 * it, and when a conversation ends only its last piece has to be written. Capture logs stay as they are.
 */
@Injectable()
export class PieceSealer {
  /** Up to where each recording that goes on was sealed by this process. */
  private readonly sealedMs = new Map<string, number>();

  constructor(
    private readonly live: LiveRegistry,
    private readonly sessions: RecordingSessionRepository,
    private readonly logs: CaptureLogs,
    private readonly pieces: PieceStore,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Seals what is due of every recording that goes on here, one after the other. What fails is tried again in the next round. */
  async round(): Promise<void> {
    const ongoing = [...this.live.owners()].flatMap((ownerId) => this.live.ofOwner(ownerId));
    const ids = new Set(ongoing.map(({ sessionId }) => sessionId));
    for (const id of this.sealedMs.keys()) if (!ids.has(id)) this.sealedMs.delete(id);
    for (const recording of ongoing) {
      if (this.isDue(recording)) await this.seal(recording).catch((error: unknown) => this.report(error));
    }
  }

  private isDue({ sessionId, positionMs }: OngoingRecording): boolean {
    return positionMs - SETTLE_MS >= (this.sealedMs.get(sessionId) ?? 0) + PIECE_MS;
  }

  private async seal({ ownerId, sessionId, handledMs }: OngoingRecording): Promise<void> {
    const session = await this.sessions.find(ownerId, sessionId);
    const info = session && (await this.logs.describe(ownerId, sessionId));
    if (!info) return;
    const untilMs = Math.min(this.certainUntilMs(info), info.positionMs - SETTLE_MS);
    for (const span of session.spans) {
      if (!isWorthKeeping(session, span, info.positionMs - handledMs)) continue;
      await this.sealSpan({ ownerId, sessionId, span }, info, untilMs);
    }
    this.sealedMs.set(sessionId, Math.floor(untilMs / PIECE_MS) * PIECE_MS);
  }

  private certainUntilMs({ timeline, lastReceivedAtMs }: CaptureInfo): number {
    const quietMs = this.clock.nowMs() - (lastReceivedAtMs ?? 0);
    return quietMs > QUIET_MS ? Infinity : timeline.certainUntilMs;
  }

  private async sealSpan(place: SpanPlace, info: CaptureInfo, untilMs: number): Promise<void> {
    const cuts = wholeCuts(place.span, info, untilMs);
    if (cuts.length === 0) return;
    const stored = await this.pieces.list(place);
    for (const cut of cuts) {
      if (stored.some((piece) => isPieceOf(cut, piece))) continue;
      const piece = await this.pieces.write(place, cut);
      if (piece && !(await this.isStillOf(place, cut))) await this.pieces.remove(place, piece);
    }
  }

  /** Whether the span holds this sound after it was copied: its conversation may have ended before it, or have been deleted, meanwhile. */
  private async isStillOf({ ownerId, sessionId, span }: SpanPlace, cut: AudioSpan): Promise<boolean> {
    const session = await this.sessions.find(ownerId, sessionId);
    return (session?.spans ?? []).some(
      (now) =>
        now.conversation_id === span.conversation_id &&
        now.from_ms === span.from_ms &&
        (now.state === 'kept' || now.state === 'stored') &&
        cut.toMs <= (now.to_ms ?? Infinity),
    );
  }

  private report(thrown: unknown): void {
    const { code, kind } = toAppError(thrown);
    this.log.warn('sound could not be copied into the blob store yet', {
      'error.code': code,
      'error.kind': kind,
    });
  }
}

/** Silence in which nothing was ever said is not copied; what nobody has listened to yet is. */
function isWorthKeeping(session: RecordingSession, span: CaptureSpan, unheardMs: number): boolean {
  if (span.state !== 'kept' || span.conversation_id === '') return false;
  return span.origin !== null || session.custom_stt === true || unheardMs > PIECE_MS;
}

/** Pieces of a span that end where no more sound can change them. */
function wholeCuts(span: CaptureSpan, { timeline }: CaptureInfo, untilMs: number): AudioSpan[] {
  if (untilMs <= span.from_ms) return [];
  // Of a span that goes on, the piece that is not whole yet ends somewhere behind.
  const toMs = span.to_ms ?? untilMs + PIECE_MS;
  return cutSpan({ fromMs: span.from_ms, toMs }, timeline).filter((cut) => cut.toMs <= untilMs);
}
