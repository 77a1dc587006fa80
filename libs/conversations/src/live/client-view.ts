import type {
  ConversationSessionEvent,
  ListenServerEvents,
  ServiceStatusEvent,
  SpeakerSuggestion,
  TranscriptSegment,
} from '#libs/contracts';
import type { AppError } from '#libs/kernel';
import {
  IS_RETRYABLE,
  outcomeOfCode,
  type PartialUtterance,
  type SpeechReady,
  type WallTimeline,
} from '#libs/transcription';
import type { StoredPhoto } from '../photos/photo-intake.js';
import { describedEvent } from '../photos/photo-row.js';
import { OWNER_VOICE } from '../speakers/speaker-label.js';
import { isEmptyRow, type ConversationRow } from '../store/conversation-row.js';
import { isLead, type RecordingSession, type SpanOrigin } from '../store/recording-session.js';
import type { StoredSpeech } from './heard-speech.js';
import { dismiss } from './dismissal.js';
import type { LiveClient } from './live-client.js';
import { sessionEventOf } from './session-event.rules.js';
import { placeSpeech } from './speech-place.rules.js';

/** What the client of a recording is shown: the conversation that goes on, its words, and how speech stands. There may be no client. */
export class ClientView {
  private client: LiveClient | null = null;
  private wantsPeople = false;
  private currentId: string | null = null;
  /** Null while nothing was said in the current conversation. */
  private startedAtMs: number | null = null;
  private origin: SpanOrigin | null = null;
  /** Null until it is known whether speech can be recognized. */
  private speech: ServiceStatusEvent | null = null;
  /** Counts the recording's conversations. Each has a span of its own, so that it goes on from there after a restart. */
  private sequence: number;
  /** The conversation that the number is of. */
  private lastId: string | undefined;
  /** Segments of the current conversation for which a speaker was suggested. */
  private readonly suggestedIds = new Set<string>();

  constructor(private readonly session: RecordingSession) {
    this.sequence = session.spans.length;
    this.lastId = session.spans.at(-1)?.conversation_id;
  }

  get conversationId(): string | null {
    return this.currentId;
  }
  get hasClient(): boolean {
    return this.client !== null;
  }
  /** Of the voices of a call only one speaks for all. */
  get isLead(): boolean {
    return isLead(this.session);
  }

  isOf(client: LiveClient): boolean {
    return this.client === client;
  }

  /**
   * This client is the one that is told from here on, first of how speech stands. The one before, if any, hears that it was taken over.
   * `wantsPeople`: suggested speakers carry the ids of people.
   */
  attach(client: LiveClient, wantsPeople: boolean): void {
    const previous = this.client;
    this.client = client;
    this.wantsPeople = wantsPeople;
    if (previous && previous !== client) dismiss(previous);
    if (this.speech) this.tell('service_status', this.speech);
  }

  /** Nobody is told any more. */
  release(): LiveClient | null {
    const { client } = this;
    this.client = null;
    return client;
  }

  tell<Event extends keyof ListenServerEvents>(
    event: Event,
    ...payload: Parameters<ListenServerEvents[Event]>
  ): void {
    this.client?.send(event, ...payload);
  }

  /** Goes on with another conversation, or with none. */
  follow(row: ConversationRow | null): void {
    if (row && row.id !== this.lastId) {
      this.sequence += 1;
      this.lastId = row.id;
      this.suggestedIds.clear();
    }
    this.currentId = row?.id ?? null;
    this.origin = null;
    this.startedAtMs = row && !isEmptyRow(row) ? row.started_at.getTime() : null;
    if (row) this.tell('conversation_session', this.sessionEvent(row));
  }

  sessionEvent({ id, status }: Pick<ConversationRow, 'id' | 'status'>): ConversationSessionEvent {
    return sessionEventOf({ id, status }, this.session.id, this.sequence);
  }

  showPartial(partial: PartialUtterance, timeline: WallTimeline): void {
    const startedAtMs = this.startedAtMs ?? partial.startMs;
    const { start, end } = placeSpeech(partial, startedAtMs, this.origin, timeline);
    this.tell('partial', { text: partial.text, start, end });
  }

  /** What was stored in a conversation before the current one is none of the client's news. */
  showStored({ row, origin, isNewConversation, changed, removedIds }: StoredSpeech): void {
    if (isNewConversation) this.follow(row);
    if (row.id !== this.currentId) return;
    this.startedAtMs = row.started_at.getTime();
    this.origin = origin ?? this.origin;
    if (removedIds.length > 0) this.tell('segments_deleted', { segment_ids: [...removedIds] });
    this.showSegments(changed);
  }

  /** What it shows is told at once where nobody is going to look at it. */
  showPhoto(temporaryId: string, { photo, row, isNewConversation, isDescribedLater }: StoredPhoto): void {
    if (isNewConversation) this.follow(row);
    this.tell('photo_processing', { temp_id: temporaryId, photo_id: photo.id });
    if (!isDescribedLater) this.tell('photo_described', describedEvent(photo));
  }

  showSegments(segments: readonly TranscriptSegment[]): void {
    if (segments.length > 0) this.tell('segments', [...segments]);
  }

  /** Each segment's voice is suggested at most once. */
  suggestSpeaker(suggestion: SpeakerSuggestion): void {
    if (this.suggestedIds.has(suggestion.segment_id)) return;
    this.suggestedIds.add(suggestion.segment_id);
    const isTold = this.wantsPeople || suggestion.person_id === OWNER_VOICE;
    this.tell('speaker_label_suggestion', { ...suggestion, person_id: isTold ? suggestion.person_id : '' });
  }

  showSpeechReady({ provider, fallbackFrom }: SpeechReady): void {
    const reason = fallbackFrom === null ? {} : { reason: `fallback_from_${fallbackFrom}` };
    this.showSpeech({ status: 'ready', provider, ...reason });
  }

  showSpeechAway({ code, details, retryAfterMs }: AppError): void {
    const provider = typeof details['provider'] === 'string' ? { provider: details['provider'] } : {};
    const reason = String(details['reason'] ?? code);
    const outcome = outcomeOfCode(reason);
    this.showSpeech({
      status: 'stt_failed',
      reason,
      ...provider,
      outcome,
      retryable: IS_RETRYABLE[outcome],
      ...(retryAfterMs === undefined ? {} : { retry_after: Math.max(1, Math.round(retryAfterMs / 1000)) }),
    });
  }

  /** How speech stands from here on; who attaches later hears it first. */
  showSpeech(status: ServiceStatusEvent): void {
    this.speech = status;
    this.tell('service_status', status);
  }
}
