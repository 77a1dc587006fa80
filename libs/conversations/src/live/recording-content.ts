import { SerialQueue, type AppError } from '#libs/kernel';
import type {
  AudioFate,
  LiveUtterance,
  PartialUtterance,
  SessionListener,
  SpeechReady,
  WallTimeline,
} from '#libs/transcription';
import type { ClientView } from './client-view.js';
import type { HeardSpeech, StoredSpeech, SuggestedSpeech } from './heard-speech.js';
import type { LivePhoto } from './live-client.js';
import { sessionOpening } from './recording-refusals.js';
import type { RecordingServices } from './recording-services.js';

/** The recording whose content it is. */
export interface ContentSource {
  readonly ownerId: string;
  readonly sessionId: string;
  /** Durable audio, milliseconds. */
  readonly positionMs: number;
  /** When which part of its sound was recorded; null before the sound is open. */
  readonly timeline: WallTimeline | null;
}

/** Carries what comes of one recording into its conversations, one thing after the other, and shows it to the client, if one is connected. */
export class RecordingContent implements SessionListener {
  private readonly turns = new SerialQueue();

  constructor(
    private readonly recording: ContentSource,
    private readonly view: ClientView,
    private readonly services: RecordingServices,
  ) {}

  onUtterance(utterance: LiveUtterance, fate: AudioFate): Promise<void> {
    const { ownerId } = this.recording;
    return this.storeHeard((id, heard) => this.services.speech.append(ownerId, id, heard), utterance, fate);
  }

  onFound(utterance: LiveUtterance, fate: AudioFate): Promise<void> {
    const { ownerId } = this.recording;
    return this.storeHeard((id, heard) => this.services.speech.found(ownerId, id, heard), utterance, fate);
  }

  onPartial(partial: PartialUtterance): void {
    const { timeline } = this.recording;
    if (timeline) this.view.showPartial(partial, timeline);
  }

  onProgress(handledMs: number, fate: AudioFate): Promise<void> {
    const { ownerId, sessionId } = this.recording;
    return this.services.speech.progress(ownerId, sessionId, handledMs, fate);
  }

  onSpeechReady(ready: SpeechReady): void {
    this.view.showSpeechReady(ready);
  }

  onSpeechAway(error: AppError): void {
    this.view.showSpeechAway(error);
  }

  /** Stores what the client recognized. */
  suggest(speech: Omit<SuggestedSpeech, 'positionMs'>): Promise<void> {
    return this.inTurn(async () => {
      const { ownerId, sessionId, positionMs } = this.recording;
      const stored = await this.services.speech.suggest(ownerId, sessionId, { ...speech, positionMs });
      if (stored) this.view.showStored(stored);
    });
  }

  addPhoto({ temporaryId, jpeg }: LivePhoto): Promise<void> {
    return this.inTurn(async () => {
      const { ownerId, sessionId, positionMs } = this.recording;
      const stored = await this.services.photos.add(ownerId, sessionId, { jpeg, positionMs });
      this.view.showPhoto(temporaryId, stored);
    });
  }

  /** Does something about the conversation while nothing is added to it. */
  inTurn(task: () => Promise<void>): Promise<void> {
    return this.turns.run(task);
  }

  /** Resolves when everything that came so far was stored, or failed. */
  settled(): Promise<void> {
    return this.turns.idle();
  }

  private storeHeard(
    store: (sessionId: string, heard: HeardSpeech) => Promise<StoredSpeech | null>,
    utterance: LiveUtterance,
    fate: AudioFate,
  ): Promise<void> {
    return this.inTurn(async () => {
      const { sessionId, timeline } = this.recording;
      if (!timeline) throw sessionOpening();
      const stored = await store(sessionId, { utterance, fate, timeline });
      if (stored) this.view.showStored(stored);
    });
  }
}
