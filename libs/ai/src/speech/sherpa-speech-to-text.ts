import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { SPEECH_MODELS, VOICE_MODEL, type SpeechModel } from '../models/model-catalog.js';
import type { ModelProgress, ModelStore } from '../models/model-store.js';
import {
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../ports/speech-to-text.js';
import { assertLanguageSupported } from './language-support.js';
import { SpeechThread } from './speech-thread.js';
import { transcribeRecording } from './transcribe-recording.js';
import { ThreadedStream } from './threaded-stream.js';

export interface SherpaOptions {
  readonly model: 'base' | 'tiny';
  readonly store: ModelStore;
  /** Told while missing models are fetched. */
  readonly onFetch?: ModelProgress;
}

/**
 * Speech to text on this machine: Silero finds the utterances, Moonshine writes them down, both in one worker thread that all streams
 * share. The thread starts with the first stream, and again after it died.
 */
export class SherpaSpeechToText extends SpeechToText {
  override readonly name: string;
  override readonly capabilities: SpeechCapabilities;
  private readonly model: SpeechModel;
  private thread: Promise<SpeechThread> | undefined;
  private running: SpeechThread | undefined;

  constructor(private readonly options: SherpaOptions) {
    super();
    this.model = SPEECH_MODELS[options.model];
    this.name = this.model.name;
    this.capabilities = {
      partialResults: true,
      diarization: false,
      wordTimes: false,
      languages: this.model.languages,
      multilingual: false,
      keyterms: false,
      remote: false,
    };
  }

  override async warmUp(): Promise<void> {
    await this.startedThread();
  }

  override async open(options: { language: string }, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    return new ThreadedStream(await this.startedThread(), 'live', events);
  }

  override async transcribe(
    samples: Int16Array,
    options: { language: string },
  ): Promise<RecognizedUtterance[]> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const thread = await this.startedThread();
    return transcribeRecording(samples, (events) => new ThreadedStream(thread, 'recording', events));
  }

  override async close(): Promise<void> {
    this.options.store.stopFetching();
    const thread = await this.thread?.catch(() => undefined);
    this.thread = undefined;
    await thread?.stop();
  }

  private startedThread(): Promise<SpeechThread> {
    if (this.running && !this.running.alive) this.thread = this.running = undefined;
    this.thread ??= this.start().catch((error: unknown) => {
      this.thread = undefined;
      throw error;
    });
    return this.thread;
  }

  private async start(): Promise<SpeechThread> {
    const { store, onFetch } = this.options;
    const [speech, voice] = await Promise.all([
      store.ensure(this.model, onFetch),
      store.ensure(VOICE_MODEL, onFetch),
    ]);
    const thread = new SpeechThread({
      recognizer: {
        encoder: speech.get(this.model.encoder.name)!,
        decoder: speech.get(this.model.decoder.name)!,
        tokens: join(store.downloadDir, 'moonshine-tokens.txt'),
      },
      detector: voice.get(VOICE_MODEL.detector.name)!,
      // One core is for the server.
      parallel: Math.max(1, availableParallelism() - 1),
    });
    await thread.ready();
    this.running = thread;
    return thread;
  }
}
