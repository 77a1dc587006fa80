import type { AudioAck, ListenServerEvents, ServiceStatus } from '#libs/contracts';
import { AppError, SerialQueue, type Cancel } from '#libs/kernel';
import type { LiveSession, LiveUtterance, PartialUtterance, SessionListener } from '#libs/transcription';
import { isEmptyRow, type ConversationRow } from '../store/conversation-row.js';
import type { RecordingSession, SpanOrigin } from '../store/recording-session.js';
import type { LiveClient } from './live-client.js';
import type { OngoingRecording } from './live-registry.js';
import type { RecordingHooks, RecordingServices } from './recording-services.js';
import { placeSpeech } from './speech-place.rules.js';

/** Progress through silence is written down after this much audio: what a crash makes the recognizer hear again. */
const PROGRESS_STEP_MS = 30_000;
/** A recognizer that is this far behind may still find words. */
const MAX_LAG_MS = 5_000;

/**
 * A device's recording while it goes on in this process: carries what was heard into conversations, and tells the client, if one is
 * connected. Knows no socket.
 */
export class LiveRecording implements OngoingRecording, SessionListener {
  private audio: LiveSession | null = null;
  private opening: Promise<LiveSession> | null = null;
  /** Null until it is known whether speech can be recognized. */
  private speechStatus: { status: ServiceStatus; reason?: string } | null = null;
  private client: LiveClient | null = null;
  private currentId: string | null = null;
  /** Null while nothing was said in the current conversation. */
  private startedAtMs: number | null = null;
  private origin: SpanOrigin | null = null;
  private storedProgressMs: number;
  private audioEnded = false;
  private staysOpen = false;
  private retiring: Promise<void> | null = null;
  private cancelRetirement: Cancel | null = null;
  private readonly turns = new SerialQueue();

  constructor(
    readonly ownerId: string,
    readonly session: RecordingSession,
    private readonly services: RecordingServices,
    private readonly hooks: RecordingHooks,
  ) {
    this.storedProgressMs = session.handled_ms;
  }

  get sessionId(): string {
    return this.session.id;
  }
  get conversationId(): string | null {
    return this.currentId;
  }
  get hasUnstoredSpeech(): boolean {
    return !this.audio || this.audio.hasUnstoredSpeech || this.hasUnheardAudio(Infinity);
  }
  get isRecognizerAway(): boolean {
    return this.audio !== null && this.audio.speechAway !== null;
  }
  /** Nobody records here any more, and what was recorded is still being recognized. */
  get isCatchingUp(): boolean {
    return this.client === null && this.hasUnheardAudio(Infinity);
  }
  /** Durable audio, milliseconds. */
  get positionMs(): number {
    return this.audio?.positionMs ?? this.session.handled_ms;
  }
  get handledMs(): number {
    return this.audio?.handledMs ?? this.session.handled_ms;
  }
  get durableSeq(): number {
    return this.audio?.durableSeq ?? 0;
  }
  get isRetiring(): boolean {
    return this.retiring !== null;
  }

  /** Opens the audio behind it; what its log holds beyond the handled position is heard first. */
  async start(resume: boolean): Promise<void> {
    const { session } = this;
    this.opening = this.services.factory.open(
      {
        ownerId: this.ownerId,
        sessionId: session.id,
        codec: session.codec,
        sampleRate: session.sample_rate,
        language: session.language,
        device: session.client_device_id,
        resume: resume ? { handledPositionMs: session.handled_ms } : null,
      },
      this,
    );
    this.audio = await this.opening;
  }

  hasUnheardAudio(beforeMs: number): boolean {
    if (!this.audio) return true;
    // What a recognizer that is there holds back for a moment is silence, or told by `hasUnstoredSpeech`.
    const heldBackMs = this.isRecognizerAway ? 0 : MAX_LAG_MS;
    return Math.min(beforeMs, this.positionMs) - this.handledMs > heldBackMs;
  }

  /** Makes this client the one that is told, first of how speech stands. The one before, if any, is told that it was taken over. */
  attach(client: LiveClient): void {
    this.stay();
    const previous = this.client;
    this.client = client;
    this.audioEnded = false;
    if (previous && previous !== client) dismiss(previous);
    if (this.speechStatus) this.tell('service_status', this.speechStatus);
  }

  isHeldBy(client: LiveClient): boolean {
    return this.client === client && !this.isRetiring;
  }

  /** The connection is gone: waits for it to come back for as long as its conversation may be silent. */
  detach(client: LiveClient): void {
    if (this.client !== client) return;
    this.client = null;
    this.retireLater(this.audioEnded ? 0 : this.session.timeout_seconds * 1000);
  }

  /** Somebody is about to take it up again: does not retire meanwhile. */
  stay(): void {
    this.cancelRetirement?.();
  }

  retireLater(delayMs: number): void {
    this.stay();
    this.cancelRetirement = this.services.clock.after(delayMs, () => void this.retire());
  }

  /** A new recording of the same device goes on instead: its client is told, what was heard so far is stored. */
  giveWay(): void {
    if (this.client) dismiss(this.client);
    this.client = null;
    void this.retire();
  }

  push(firstSeq: number, frames: readonly Uint8Array[]): Promise<AudioAck> {
    return this.opened().push(firstSeq, frames);
  }

  async flush(): Promise<void> {
    await (await this.opening)?.flush();
  }

  /** Answers what is durable even if it cannot be recognized now: the device has done its part. */
  async end(): Promise<{ durable: number }> {
    this.audioEnded = true;
    await this.flush().catch((error: unknown) => {
      if (!this.isRecognizerAway) throw error;
    });
    return { durable: this.durableSeq };
  }

  tell<Event extends keyof ListenServerEvents>(
    event: Event,
    ...payload: Parameters<ListenServerEvents[Event]>
  ): void {
    this.client?.send(event, ...payload);
  }

  /** The process stops: the session stays open, so that the device can go on with it in the next one. */
  async shutDown(drainWithinMs: number): Promise<void> {
    this.staysOpen = true;
    this.client?.close('shutting_down');
    this.client = null;
    await this.retire(drainWithinMs);
  }

  /** Stops: no more audio, last words stored. What could not be stored in time waits in the log for the next start. Never fails. */
  retire(drainWithinMs = Infinity): Promise<void> {
    this.stay();
    this.retiring ??= this.close(drainWithinMs).catch((error: unknown) => this.hooks.failed(error));
    return this.retiring;
  }

  onUtterance(utterance: LiveUtterance): Promise<void> {
    return this.turns.run(() => this.store(utterance));
  }

  onPartial(partial: PartialUtterance): void {
    if (!this.audio) return;
    const startedAtMs = this.startedAtMs ?? partial.startMs;
    const { start, end } = placeSpeech(partial, startedAtMs, this.origin, this.audio.timeline);
    this.tell('partial', { text: partial.text, start, end });
  }

  async onProgress(handledMs: number): Promise<void> {
    if (handledMs < this.storedProgressMs + PROGRESS_STEP_MS) return;
    await this.services.speech.progress(this.ownerId, this.sessionId, handledMs);
    this.storedProgressMs = handledMs;
  }

  onSpeechReady(): void {
    this.tellSpeech({ status: 'ready' });
  }

  onSpeechAway({ code, details }: AppError): void {
    this.tellSpeech({ status: 'stt_failed', reason: String(details.reason ?? code) });
  }

  /** A conversation has ended somewhere; if it was this recording's, the next one begins. */
  conversationEnded(conversationId: string): void {
    if (this.currentId !== conversationId || this.isRetiring) return;
    this.turns.run(() => this.moveOn(conversationId)).catch((error: unknown) => this.hooks.failed(error));
  }

  /** An empty conversation was let go. The next word begins a new one. */
  conversationDropped(conversationId: string): void {
    if (this.currentId === conversationId) this.follow(null);
  }

  async abandonConversation(conversationId: string): Promise<void> {
    await this.turns.run(async () => {
      const { ownerId, sessionId, positionMs } = this;
      await this.services.sessions.markErased(ownerId, sessionId, conversationId, positionMs);
      this.conversationDropped(conversationId);
    });
  }

  /** Goes on with another conversation, and tells the client. */
  follow(row: ConversationRow | null): void {
    this.currentId = row?.id ?? null;
    this.origin = null;
    this.startedAtMs = row && !isEmptyRow(row) ? row.started_at.getTime() : null;
    if (row) this.tell('conversation_session', { conversation_id: row.id, status: row.status });
  }

  private tellSpeech(status: { status: ServiceStatus; reason?: string }): void {
    this.speechStatus = status;
    this.tell('service_status', status);
  }

  private async moveOn(endedId: string): Promise<void> {
    if (this.currentId !== endedId) return;
    // What was recorded but not yet recognized belongs to what comes next.
    const { ownerId, sessionId, handledMs } = this;
    if (this.client) {
      this.follow(await this.services.opener.ensureConversation(ownerId, sessionId, handledMs));
    } else {
      await this.services.sessions.closeSpans(ownerId, sessionId, handledMs);
      this.follow(null);
    }
  }

  private async store(utterance: LiveUtterance): Promise<void> {
    const { timeline } = this.opened();
    const stored = await this.services.speech.append(this.ownerId, this.sessionId, { utterance, timeline });
    if (!stored) return;
    this.storedProgressMs = Math.max(this.storedProgressMs, utterance.positionEndMs);
    if (stored.isNewConversation) this.follow(stored.row);
    if (stored.row.id === this.currentId) {
      this.startedAtMs = stored.row.started_at.getTime();
      this.origin = stored.origin;
      if (stored.removedIds.length > 0)
        this.tell('segments_deleted', { segment_ids: [...stored.removedIds] });
      this.tell('segments', [...stored.changed]);
    }
    this.services.events.emit('segments.stored', {
      ownerId: this.ownerId,
      conversationId: stored.row.id,
      segments: [...stored.changed],
    });
  }

  private async close(drainWithinMs: number): Promise<void> {
    const { audio } = this;
    if (audio) {
      const { drained } = await audio.close({ drainWithinMs });
      await this.turns.idle();
      if (drained) await this.noteEnd(audio.positionMs);
    }
    this.hooks.retired();
  }

  private async noteEnd(positionMs: number): Promise<void> {
    const { ownerId, sessionId, services } = this;
    if (this.staysOpen) await services.speech.progress(ownerId, sessionId, positionMs);
    else await services.sessions.close(ownerId, sessionId, positionMs);
  }

  private opened(): LiveSession {
    if (this.audio) return this.audio;
    throw new AppError(
      'unavailable',
      'SESSION_OPENING',
      'The session is not open yet. Try again in a moment.',
    );
  }
}

function dismiss(client: LiveClient): void {
  client.send('session.error', {
    code: 'SESSION_TAKEN_OVER',
    message: 'This recording goes on over another connection of the same device.',
    fatal: true,
  });
  client.close('taken_over');
}
