import { Injectable } from '@nestjs/common';
import type { TranscriptSegment } from '#libs/contracts';
import { Clock, deterministicId } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import { speakerLabel, VoiceNumbers, type RecognizedRecording } from '#libs/transcription';
import { processingOrder } from '../lifecycle/processing-order.rules.js';
import { isCorrectedAt } from '../edits/user-edits.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import type { OfflineRecording, OfflineSpan } from './offline-recording.js';
import {
  hasPlaceInTime,
  mayTakeSpeech,
  mergeSpeech,
  NEAR_MS,
  nearestFirst,
  spokenIn,
  type WallSpan,
} from './offline-place.rules.js';
import { clockShiftMs, timedWords, withoutKnownWords } from './word-overlap.rules.js';

/** Speech of one span, with what it was recognized with. */
export interface HeardSpan {
  readonly recordingId: string;
  readonly spanIndex: number;
  /** Times since the recording's start. */
  readonly heard: RecognizedRecording;
  readonly language: string;
}

/** What placing speech did. */
export interface PlacedSpan {
  /** The conversation as it is now; its segments are all of them. */
  readonly row: ConversationRow;
  /** New segments; empty when every word was there already. */
  readonly freshIds: readonly string[];
  readonly isNew: boolean;
  /** Whether it has to be processed, because it is over. */
  readonly isToBeProcessed: boolean;
}

/** How long a conversation of nothing but recordings would have waited for more. */
const TIMEOUT_SECONDS = 120;

/** Finds the conversation that a recording's speech belongs to, or begins one: words and receipt in one transaction, so that neither is without the other. */
@Injectable()
export class OfflinePlacement {
  constructor(
    private readonly store: DocumentStore,
    private readonly recordings: OfflineRecordingRepository,
    private readonly conversations: ConversationRepository,
    private readonly sessions: RecordingSessionRepository,
    private readonly clock: Clock,
  ) {}

  /** Null when the span was placed before, or its recording is gone. Whoever calls this for an owner must be alone in it. */
  async place(ownerId: string, heard: HeardSpan): Promise<PlacedSpan | null> {
    const recording = await this.recordings.find(ownerId, heard.recordingId);
    if (!recording) return null;
    const speech = speechOf(recording, heard);
    const candidates = await this.candidates(ownerId, recording, speech);
    return this.store.transaction((transaction) => this.placeIn(transaction, ownerId, heard, candidates));
  }

  /** Ids, the most likely first. */
  private async candidates(
    ownerId: string,
    { target_conversation_id: target }: OfflineRecording,
    { startMs, endMs }: WallSpan,
  ): Promise<string[]> {
    const head = target && (await this.conversations.findHead(ownerId, target));
    if (head && mayTakeSpeech(head)) return [head.id];
    const around = await this.conversations.between(
      ownerId,
      new Date(startMs - NEAR_MS),
      new Date(endMs + NEAR_MS),
    );
    return nearestFirst(around, { startMs, endMs }).map(({ id }) => id);
  }

  private async placeIn(
    transaction: DocumentTransaction,
    ownerId: string,
    heard: HeardSpan,
    candidates: readonly string[],
  ): Promise<PlacedSpan | null> {
    const recording = await this.recordings.read(transaction, ownerId, heard.recordingId);
    const span = recording?.spans?.[heard.spanIndex];
    if (span?.state !== 'waiting') return null;
    const rows: ConversationRow[] = [];
    for (const id of candidates) {
      const row = await this.conversations.transcripts.readWhole(transaction, ownerId, id);
      if (row && mayTakeSpeech(row) && hasPlaceInTime(row)) rows.push(row);
    }
    const { row, shiftMs } = matching(recording!, heard, rows);
    const placed = row
      ? await this.addTo(
          transaction,
          ownerId,
          row,
          segmentsFor(row, { ...recording!, shift_ms: shiftMs }, heard),
        )
      : this.begin(transaction, ownerId, recording!, heard);
    this.noteSpan(transaction, ownerId, recording!, heard.spanIndex, { placed, shiftMs });
    return placed;
  }

  private async addTo(
    transaction: DocumentTransaction,
    ownerId: string,
    row: ConversationRow,
    fresh: readonly TranscriptSegment[],
  ): Promise<PlacedSpan> {
    if (fresh.length === 0) return { row, freshIds: [], isNew: false, isToBeProcessed: false };
    const { fields, shiftS, freshIds } = mergeSpeech(row, fresh);
    if (shiftS !== 0) await this.keepLiveTimes(transaction, ownerId, row.id, shiftS);
    const isOver = row.status !== 'in_progress';
    const now = this.clock.now();
    const order = isOver ? processingOrder(row, 'sync_update', now) : {};
    const changed = { ...fields, updated_at: now, ...order };
    this.conversations.transcripts.rewrite(transaction, ownerId, row, changed);
    return { row: { ...row, ...changed }, freshIds, isNew: false, isToBeProcessed: isOver };
  }

  private begin(
    transaction: DocumentTransaction,
    ownerId: string,
    recording: OfflineRecording,
    heard: HeardSpan,
  ): PlacedSpan {
    const row = newConversationRow(
      {
        id: deterministicId('conversation', 'offline', ownerId, recording.id, String(heard.spanIndex)),
        source: recording.source,
        language: heard.language,
        timeoutSeconds: TIMEOUT_SECONDS,
        clientDeviceId: null,
        clientPlatform: null,
      },
      this.clock.now(),
    );
    const { fields, freshIds } = mergeSpeech(row, segmentsFor(row, recording, heard));
    const whole = { ...row, ...fields, ...processingOrder(row, 'sync_update', this.clock.now()) };
    this.conversations.createIn(transaction, ownerId, { ...whole, transcript_segments: [] });
    this.conversations.transcripts.rewrite(transaction, ownerId, row, {
      transcript_segments: fields.transcript_segments,
    });
    return { row: whole, freshIds, isNew: true, isToBeProcessed: true };
  }

  /** A conversation's start has moved: where recordings of it meet its time moves along. */
  private async keepLiveTimes(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
    shiftS: number,
  ): Promise<void> {
    for (const session of await this.sessions.readOfConversation(transaction, ownerId, conversationId)) {
      const spans = session.spans.map((span) =>
        span.conversation_id === conversationId && span.origin
          ? { ...span, origin: { ...span.origin, seconds: span.origin.seconds + shiftS } }
          : span,
      );
      this.sessions.update(transaction, ownerId, session.id, { spans });
    }
  }

  private noteSpan(
    transaction: DocumentTransaction,
    ownerId: string,
    recording: OfflineRecording,
    spanIndex: number,
    { placed, shiftMs }: { readonly placed: PlacedSpan; readonly shiftMs: number },
  ): void {
    const isStored = placed.freshIds.length > 0;
    const noted: Partial<OfflineSpan> = {
      state: isStored ? 'stored' : 'known',
      conversation_id: placed.row.id,
      is_new: placed.isNew,
      owes_sound: isStored,
      failure_code: null,
    };
    this.recordings.update(transaction, ownerId, recording.id, {
      spans: recording.spans!.map((span, index) => (index === spanIndex ? { ...span, ...noted } : span)),
      shift_ms: shiftMs,
      updated_at: this.clock.now(),
    });
  }
}

function speechOf(recording: OfflineRecording, { heard }: HeardSpan): WallSpan {
  const zeroMs = recording.recorded_at.getTime() + recording.shift_ms;
  return {
    startMs: zeroMs + heard.utterances[0]!.startMs,
    endMs: zeroMs + heard.utterances.at(-1)!.endMs,
  };
}

/** The conversation with the same words, and what the recording's clock is wrong by according to it; without one the nearest. */
function matching(recording: OfflineRecording, { heard }: HeardSpan, rows: readonly ConversationRow[]) {
  const zeroMs = recording.recorded_at.getTime() + recording.shift_ms;
  const fresh = timedWords(
    heard.utterances.map(({ text, startMs, endMs }) => ({
      text,
      startMs: zeroMs + startMs,
      endMs: zeroMs + endMs,
    })),
  );
  // What is stored of it already stands at the time that was believed then.
  const isFixed = recording.spans!.some(({ state }) => state === 'stored');
  for (const row of rows) {
    const correctionMs = clockShiftMs(fresh, timedWords(spokenIn(row)));
    if (correctionMs !== null) return { row, shiftMs: recording.shift_ms + (isFixed ? 0 : correctionMs) };
  }
  return { row: rows[0] ?? null, shiftMs: recording.shift_ms };
}

/** What of a span was not said before, as segments of the conversation, before they are joined. */
function segmentsFor(
  row: ConversationRow,
  recording: OfflineRecording,
  { spanIndex, heard }: HeardSpan,
): TranscriptSegment[] {
  const known = timedWords(spokenIn(row));
  const zeroMs = recording.recorded_at.getTime() + recording.shift_ms;
  const startedAtMs = row.started_at.getTime();
  const used = Math.max(-1, ...row.transcript_segments.map(({ speaker_id }) => speaker_id)) + 1;
  const numberOf = new VoiceNumbers(used).ofStream(heard.tellsVoicesApart);
  return heard.utterances.flatMap((utterance, index) => {
    const [startMs, endMs] = [zeroMs + utterance.startMs, zeroMs + utterance.endMs];
    const fresh = withoutKnownWords({ text: utterance.text, startMs, endMs }, known);
    if (!fresh || isCorrectedAt(row, (fresh.startMs + fresh.endMs) / 2)) return [];
    const speaker = numberOf(utterance.speaker);
    return {
      id: deterministicId('segment', 'offline', recording.id, String(spanIndex), String(index)),
      text: fresh.text,
      speaker: speakerLabel(speaker),
      speaker_id: speaker,
      is_user: false,
      person_id: null,
      start: (fresh.startMs - startedAtMs) / 1_000,
      end: (fresh.endMs - startedAtMs) / 1_000,
      translations: [],
      speech_profile_processed: true,
      stt_provider: heard.provider,
    };
  });
}
