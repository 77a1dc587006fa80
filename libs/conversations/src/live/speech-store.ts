import { Injectable } from '@nestjs/common';
import { AppEventBus } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import type { AudioFate } from '#libs/transcription';
import { SilenceTimers } from '../lifecycle/silence-timers.js';
import { isEmptyRow } from '../store/conversation-row.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { accountWith, type RecordingSession } from '../store/recording-session.js';
import { addSegments, segmentOf, type AssembledSpeech } from './assemble-speech.rules.js';
import type { HeardSpeech, StoredSpeech, SuggestedSpeech } from './heard-speech.js';
import { RecordingPlace, type Place } from './recording-place.js';
import { spanAt, spanOf } from './spans.rules.js';
import { suggestedSegmentOf, timedSuggestions } from './suggested-segments.rules.js';

/** Ids of segments that are remembered so that none is taken twice: far more than a client sends again, or a second pass finds at once. */
const REMEMBERED_IDS = 500;

/** Speech that was stored, and under which segment each utterance's words are now. */
type Appended = StoredSpeech & Pick<AssembledSpeech, 'idOf'>;

/** Puts what was heard into conversations: exactly once, and never into one that has ended. */
@Injectable()
export class SpeechStore {
  constructor(
    private readonly store: DocumentStore,
    private readonly sessions: RecordingSessionRepository,
    private readonly place: RecordingPlace,
    private readonly timers: SilenceTimers,
    private readonly events: AppEventBus,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction writes the words, how far the recording is dealt with, and, where the conversation has ended meanwhile, the next one.
   * Null when the words are stored already or their conversation was deleted. `not_found` SESSION_MISSING.
   */
  async append(ownerId: string, sessionId: string, heard: HeardSpeech): Promise<StoredSpeech | null> {
    const { positionEndMs, speaker } = heard.utterance;
    return this.appendOnce(ownerId, sessionId, heard, (session) =>
      positionEndMs <= session.handled_ms
        ? null
        : { handled_ms: positionEndMs, voices: Math.max(session.voices ?? 0, speaker + 1) },
    );
  }

  /** Words of a second pass, which lie before what is dealt with. Null and errors as for `append`. */
  async found(ownerId: string, sessionId: string, heard: HeardSpeech): Promise<StoredSpeech | null> {
    return this.appendOnce(ownerId, sessionId, heard, (session) => taking(session, [heard.utterance.id]));
  }

  /** What the client recognized. Null when there is nothing new in it. `not_found` SESSION_MISSING. */
  async suggest(ownerId: string, sessionId: string, speech: SuggestedSpeech): Promise<StoredSpeech | null> {
    const stored = await this.store.transaction((transaction) =>
      this.suggestIn(transaction, ownerId, sessionId, speech),
    );
    return stored && this.tellOf(ownerId, stored);
  }

  /** Nothing before this position needs to be heard again. */
  async progress(ownerId: string, sessionId: string, handledMs: number, fate: AudioFate): Promise<void> {
    await this.sessions.change(ownerId, sessionId, (session) =>
      handledMs > session.handled_ms
        ? { handled_ms: handledMs, ...accountWith(session, fate), updated_at: this.clock.now() }
        : null,
    );
  }

  private async appendOnce(
    ownerId: string,
    sessionId: string,
    heard: HeardSpeech,
    once: (session: RecordingSession) => Partial<RecordingSession> | null,
  ): Promise<StoredSpeech | null> {
    let call = false;
    const stored = await this.store.transaction(async (transaction) => {
      const session = await this.place.session(transaction, ownerId, sessionId);
      call = session.call !== undefined;
      const fields = once(session);
      return fields && this.appendIn(transaction, ownerId, { session, heard, fields });
    });
    if (!stored) return null;
    await this.tellOf(ownerId, stored);
    if (!call) this.tellOfSound(ownerId, sessionId, heard, stored);
    return stored;
  }

  private async appendIn(
    transaction: DocumentTransaction,
    ownerId: string,
    { session, heard, fields }: Appending,
  ): Promise<Appended | null> {
    const { positionStartMs, endMs } = heard.utterance;
    const now = this.clock.now();
    const dealtWith = { ...fields, ...accountWith(session, heard.fate), updated_at: now };
    if (spanAt(session, positionStartMs)?.state === 'erased') {
      this.sessions.update(transaction, ownerId, session.id, dealtWith);
      return null;
    }
    const place = await this.place.ofSpeech(transaction, ownerId, session, positionStartMs);
    const span = spanOf(place.spans, place.row.id)!;
    const { segment, startedAt, origin } = segmentOf(place.row, session, heard, span.origin);
    // Audio that was sent faster than it was recorded may seem to end in the future; the silence timer must not wait for that.
    const heardAt = new Date(Math.min(endMs, now.getTime()));
    const added = addSegments(place.row, [segment], { isCall: session.call !== undefined, heardAt, now });
    const spans = place.spans.map((other) => (other === span ? { ...span, origin } : other));
    const row = { ...added.row, started_at: startedAt };
    this.place.writeRow(transaction, ownerId, place, row);
    this.place.writeSession(transaction, ownerId, session, place, { ...dealtWith, spans });
    return { ...added, row, origin, isNewConversation: hasMoved(place) };
  }

  private async suggestIn(
    transaction: DocumentTransaction,
    ownerId: string,
    sessionId: string,
    { segments, zeroMs, positionMs }: SuggestedSpeech,
  ): Promise<StoredSpeech | null> {
    const session = await this.place.session(transaction, ownerId, sessionId);
    const now = this.clock.now();
    const known = new Set(session.taken_ids);
    const timed = timedSuggestions(sessionId, segments, { zeroMs, nowMs: now.getTime() });
    const fresh = timed.filter(({ id }) => !known.has(id));
    if (fresh.length === 0) return null;
    const place = await this.place.ofNow(transaction, ownerId, session, positionMs);
    const startedAtMs = isEmptyRow(place.row) ? fresh[0]!.startMs : place.row.started_at.getTime();
    const added = addSegments(
      place.row,
      fresh.map((suggestion) => suggestedSegmentOf(suggestion, startedAtMs)),
      { isCall: false, heardAt: now, now },
    );
    const row = { ...added.row, started_at: new Date(startedAtMs) };
    this.place.writeRow(transaction, ownerId, place, row);
    const taken = taking(
      session,
      fresh.map(({ id }) => id),
    );
    this.place.writeSession(transaction, ownerId, session, place, { ...taken, updated_at: now });
    return { ...added, row, origin: null, isNewConversation: hasMoved(place) };
  }

  private async tellOf(ownerId: string, stored: StoredSpeech): Promise<StoredSpeech> {
    if (stored.isNewConversation) await this.timers.arm(ownerId, stored.row);
    const { row, changed } = stored;
    const { id: conversationId, language } = row;
    this.events.emit('segments.stored', { ownerId, conversationId, language, segments: [...changed] });
    return stored;
  }

  private tellOfSound(
    ownerId: string,
    recordingId: string,
    { utterance }: HeardSpeech,
    stored: Appended,
  ): void {
    const { id, positionStartMs, positionEndMs, speaker } = utterance;
    this.events.emit('speech.stored', {
      ownerId,
      conversationId: stored.row.id,
      recordingId,
      segmentId: stored.idOf(id),
      positionStartMs,
      positionEndMs,
      speaker,
    });
  }
}

/** One utterance on its way into a conversation, with what changes of its recording. */
interface Appending {
  readonly session: RecordingSession;
  readonly heard: HeardSpeech;
  readonly fields: Partial<RecordingSession>;
}

function hasMoved({ kind }: Place): boolean {
  return kind !== 'known';
}

/** Null when all of them were taken before. */
function taking(
  { taken_ids: taken = [] }: RecordingSession,
  ids: readonly string[],
): { taken_ids: string[] } | null {
  const fresh = ids.filter((id) => !taken.includes(id));
  return fresh.length > 0 ? { taken_ids: [...taken, ...fresh].slice(-REMEMBERED_IDS) } : null;
}
