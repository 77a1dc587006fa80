import { Injectable } from '@nestjs/common';
import { SpeechToText } from '#libs/ai';
import type { TranscriptSegment } from '#libs/contracts';
import { AppError, Clock, newId } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import { assembleSegments, toRawSegment, type LiveUtterance, type WallTimeline } from '#libs/transcription';
import { SilenceTimers } from '../lifecycle/silence-timers.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { isEmptyRow, newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { originOf, type RecordingSession, type SpanOrigin } from '../store/recording-session.js';
import { placeSpeech } from './speech-place.rules.js';
import { beginSpan, openSpan, spanAt, spanOf } from './spans.rules.js';

/** An utterance, and the recording's clock as it is known now. */
export interface HeardSpeech {
  readonly utterance: LiveUtterance;
  readonly timeline: WallTimeline;
}

/** What storing an utterance did. */
export interface StoredSpeech {
  readonly row: ConversationRow;
  /** Where the recording's time and the conversation's meet. */
  readonly origin: SpanOrigin;
  /** Whether a new conversation began with it, because the one before had ended. */
  readonly isNewConversation: boolean;
  /** New and changed segments. */
  readonly changed: readonly TranscriptSegment[];
  /** Segments that were joined into others. */
  readonly removedIds: readonly string[];
}

/** Puts what was heard into conversations: exactly once, and never into one that has ended. */
@Injectable()
export class SpeechStore {
  constructor(
    private readonly store: DocumentStore,
    private readonly conversations: ConversationRepository,
    private readonly sessions: RecordingSessionRepository,
    private readonly timers: SilenceTimers,
    private readonly speech: SpeechToText,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction writes the words, how far the recording is dealt with, and, where the conversation has ended meanwhile, the next one.
   * Null when the words are stored already or their conversation was deleted. `not_found` SESSION_MISSING.
   */
  async append(ownerId: string, sessionId: string, heard: HeardSpeech): Promise<StoredSpeech | null> {
    const stored = await this.store.transaction((transaction) =>
      this.appendIn(transaction, ownerId, sessionId, heard),
    );
    if (stored?.isNewConversation) await this.timers.arm(ownerId, stored.row);
    return stored;
  }

  /** Nothing before this position needs to be heard again. */
  async progress(ownerId: string, sessionId: string, handledMs: number): Promise<void> {
    await this.sessions.change(ownerId, sessionId, (session) =>
      handledMs > session.handled_ms ? { handled_ms: handledMs, updated_at: this.clock.now() } : null,
    );
  }

  private async appendIn(
    transaction: DocumentTransaction,
    ownerId: string,
    sessionId: string,
    heard: HeardSpeech,
  ): Promise<StoredSpeech | null> {
    const { positionStartMs, positionEndMs } = heard.utterance;
    const session = await this.sessions.read(transaction, ownerId, sessionId);
    if (!session) throw sessionMissing(sessionId);
    if (positionEndMs <= session.handled_ms) return null;
    const handled = { handled_ms: positionEndMs, updated_at: this.clock.now() };
    if (spanAt(session, positionStartMs)?.state === 'erased') {
      this.sessions.update(transaction, ownerId, sessionId, handled);
      return null;
    }
    const current = await this.currentRow(transaction, ownerId, session, positionStartMs);
    const row = current ?? this.nextRow(session);
    const spans = current ? session.spans : beginSpan(session, row.id, positionStartMs);
    const span = spanOf(spans, row.id)!;
    const stored = this.assemble(row, heard, span.origin);
    if (current) this.conversations.writeTranscript(transaction, ownerId, current, stored.row);
    else this.conversations.createIn(transaction, ownerId, stored.row);
    this.sessions.update(transaction, ownerId, sessionId, {
      ...handled,
      spans: spans.map((other) => (other === span ? { ...span, origin: stored.origin } : other)),
    });
    return { ...stored, isNewConversation: !current };
  }

  /** The conversation in which it was said, if that still goes on; else the one that goes on now; null when neither does. */
  private async currentRow(
    transaction: DocumentTransaction,
    ownerId: string,
    session: RecordingSession,
    positionMs: number,
  ): Promise<ConversationRow | null> {
    for (const span of [spanAt(session, positionMs), openSpan(session)]) {
      const row = span && (await this.conversations.readRow(transaction, ownerId, span.conversation_id));
      if (row?.status === 'in_progress') return row;
    }
    return null;
  }

  private nextRow(session: RecordingSession): ConversationRow {
    return newConversationRow({ ...originOf(session), id: newId() }, this.clock.now());
  }

  private assemble(
    row: ConversationRow,
    { utterance, timeline }: HeardSpeech,
    knownOrigin: SpanOrigin | null,
  ): Omit<StoredSpeech, 'isNewConversation'> {
    const startedAtMs = isEmptyRow(row) ? utterance.startMs : row.started_at.getTime();
    const { start, end, origin } = placeSpeech(utterance, startedAtMs, knownOrigin, timeline);
    const times = { startMs: startedAtMs + start * 1000, endMs: startedAtMs + end * 1000 };
    const fresh = toRawSegment({ ...utterance, ...times }, startedAtMs, this.speech.name);
    const { segments, updated, removedIds } = assembleSegments({
      stored: row.transcript_segments,
      fresh: [fresh],
    });
    const next: ConversationRow = {
      ...row,
      transcript_segments: segments,
      started_at: new Date(startedAtMs),
      finished_at: this.newestSpeech(row, utterance),
      updated_at: this.clock.now(),
    };
    return { row: next, origin, changed: updated, removedIds };
  }

  /** Audio that was sent faster than it was recorded may seem to end in the future; the silence timer must not wait for that. */
  private newestSpeech(row: ConversationRow, utterance: LiveUtterance): Date {
    const heardMs = Math.min(utterance.endMs, this.clock.nowMs());
    return new Date(isEmptyRow(row) ? heardMs : Math.max(row.finished_at.getTime(), heardMs));
  }
}

function sessionMissing(id: string): AppError {
  return new AppError('not_found', 'SESSION_MISSING', 'There is no such recording session.', { id });
}
