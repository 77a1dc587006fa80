import type { AudioAck } from '#libs/contracts';
import type { Cancel } from '#libs/kernel';
import type { LiveSession, SessionSpeech, WallTimeline } from '#libs/transcription';
import type { RecordingSession } from '../store/recording-session.js';
import { ClientView } from './client-view.js';
import { dismiss } from './dismissal.js';
import type { LiveClient } from './live-client.js';
import type { OngoingRecording } from './live-registry.js';
import { RecordingContent, type ContentSource } from './recording-content.js';
import { sessionOpening } from './recording-refusals.js';
import type { RecordingHooks, RecordingServices } from './recording-services.js';

/** What is known of the speech in a recording. */
export interface RecordingSpeech extends SessionSpeech {
  /** ISO 639-1, or `multi`. */
  readonly language: string;
}

/** A recognizer that is this far behind may still find words. */
const MAX_LAG_MS = 5_000;

/**
 * A device's recording while it goes on in this process: its sound, its client, if one is connected, and its way from conversation to
 * conversation. Knows no socket.
 */
export class LiveRecording implements OngoingRecording, ContentSource {
  readonly view: ClientView;
  /** What comes of it. */
  readonly content: RecordingContent;
  private audio: LiveSession | null = null;
  private opening: Promise<LiveSession> | null = null;
  private audioEnded = false;
  private staysOpen = false;
  private retiring: Promise<void> | null = null;
  private cancelRetirement: Cancel | null = null;

  constructor(
    readonly ownerId: string,
    readonly session: RecordingSession,
    private readonly services: RecordingServices,
    private readonly hooks: RecordingHooks,
  ) {
    this.view = new ClientView(session);
    this.content = new RecordingContent(this, this.view, services);
  }

  get sessionId(): string {
    return this.session.id;
  }
  get conversationId(): string | null {
    return this.view.conversationId;
  }
  get hasClient(): boolean {
    return this.view.hasClient;
  }
  get hasUnstoredSpeech(): boolean {
    // Until the last words of one that stops are stored, or left to the next start, nobody knows whether there are any.
    return !this.audio || this.isRetiring || this.audio.hasUnstoredSpeech || this.hasUnheardAudio(Infinity);
  }
  get isRecognizerAway(): boolean {
    return this.audio !== null && this.audio.speechAway !== null;
  }
  /** Nobody records here any more, and what was recorded is still being recognized. */
  get isCatchingUp(): boolean {
    return !this.hasClient && this.hasUnheardAudio(Infinity);
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
  get timeline(): WallTimeline | null {
    return this.audio?.timeline ?? null;
  }
  get isRetiring(): boolean {
    return this.retiring !== null;
  }

  /** Opens the audio behind it; what its log holds beyond the handled position is heard first. */
  async start(resume: boolean, { language, ...speech }: RecordingSpeech): Promise<void> {
    const { session } = this;
    this.opening = this.services.factory.open(
      {
        ownerId: this.ownerId,
        sessionId: session.id,
        codec: session.codec,
        sampleRate: session.sample_rate,
        language,
        device: session.client_device_id,
        recognize: !session.custom_stt,
        speech,
        resume: resume ? { handledPositionMs: session.handled_ms } : null,
        voices: session.voices ?? 0,
      },
      this.content,
    );
    this.audio = await this.opening;
    // No recognizer will say so of a recording that none listens to.
    if (session.custom_stt) this.view.showSpeech({ status: 'ready' });
  }

  hasUnheardAudio(beforeMs: number): boolean {
    if (!this.audio) return true;
    // What a recognizer that is there holds back for a moment is silence, or told by `hasUnstoredSpeech`.
    const heldBackMs = this.isRecognizerAway ? 0 : MAX_LAG_MS;
    return Math.min(beforeMs, this.positionMs) - this.handledMs > heldBackMs;
  }

  attach(client: LiveClient, wantsPeople: boolean): void {
    this.stay();
    this.audioEnded = false;
    this.view.attach(client, wantsPeople);
  }

  isHeldBy(client: LiveClient): boolean {
    return this.view.isOf(client) && !this.isRetiring;
  }

  /** The connection is gone: waits for it to come back for as long as its conversation may be silent, or not at all when it has `ended`. */
  detach(client: LiveClient, ended: boolean): void {
    if (!this.view.isOf(client)) return;
    this.view.release();
    if (!this.isRetiring)
      this.retireLater(ended || this.audioEnded ? 0 : this.session.timeout_seconds * 1000);
  }

  /** Somebody is about to take it up again: does not retire meanwhile. */
  stay(): void {
    this.cancelRetirement?.();
  }

  retireLater(delayMs: number): void {
    this.stay();
    if (delayMs <= 0) void this.retire();
    else this.cancelRetirement = this.services.clock.after(delayMs, () => void this.retire());
  }

  /** A new recording of the same device goes on instead: its client is told, what was heard so far is stored. */
  giveWay(): void {
    const client = this.view.release();
    if (client) dismiss(client);
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

  /** When the sound after a position was recorded, epoch milliseconds; null while there is none. */
  wallMsAfter(positionMs: number): number | null {
    const isThere = this.audio !== null && this.audio.positionMs > positionMs;
    return isThere ? this.audio!.timeline.toWallMs(positionMs) : null;
  }

  /** The process stops: the session stays open, so that the device can go on with it in the next one. */
  async shutDown(drainWithinMs: number): Promise<void> {
    this.staysOpen = true;
    this.view.release()?.close('shutting_down');
    await this.retire(drainWithinMs);
  }

  /** Stops: no more audio, last words stored. What could not be stored in time waits in the log for the next start. Never fails. */
  retire(drainWithinMs = Infinity): Promise<void> {
    this.stay();
    this.retiring ??= this.close(drainWithinMs).catch((error: unknown) => this.hooks.failed(error));
    return this.retiring;
  }

  /** Does something about its conversation while nothing is added to it. */
  inTurn(task: () => Promise<void>): void {
    this.content.inTurn(task).catch((error: unknown) => this.hooks.failed(error));
  }

  /** A conversation has ended somewhere; if it was this recording's, the next one begins. */
  conversationEnded(conversationId: string): void {
    if (this.conversationId !== conversationId || this.isRetiring) return;
    this.inTurn(() => this.moveOn(conversationId));
  }

  /** An empty conversation was let go. The next word begins a new one. */
  conversationDropped(conversationId: string): void {
    if (this.conversationId === conversationId) this.view.follow(null);
  }

  async abandonConversation(conversationId: string): Promise<void> {
    await this.content.inTurn(async () => {
      const { ownerId, sessionId, positionMs } = this;
      await this.services.sessions.markErased(ownerId, sessionId, conversationId, positionMs);
      this.conversationDropped(conversationId);
    });
  }

  private async moveOn(endedId: string): Promise<void> {
    if (this.conversationId !== endedId) return;
    // What was recorded but not yet recognized belongs to what comes next.
    const { ownerId, sessionId, handledMs } = this;
    if (this.hasClient) {
      this.view.follow(await this.services.opener.ensureConversation(ownerId, sessionId, handledMs));
    } else {
      await this.services.sessions.closeSpans(ownerId, sessionId, handledMs);
      this.view.follow(null);
    }
  }

  private async close(drainWithinMs: number): Promise<void> {
    try {
      const { audio } = this;
      if (!audio) return;
      const { drained } = await audio.close({ drainWithinMs });
      await this.content.settled();
      if (drained && !this.staysOpen) {
        await this.services.sessions.close(this.ownerId, this.sessionId, audio.positionMs);
      }
    } finally {
      // What failed is taken up by the next sweep, which passes over recordings that are still held.
      this.hooks.retired();
    }
  }

  private opened(): LiveSession {
    if (this.audio) return this.audio;
    throw sessionOpening();
  }
}
