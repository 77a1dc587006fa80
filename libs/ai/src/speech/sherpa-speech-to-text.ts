import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { builtModuleUrl } from '#libs/kernel';
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
import { SharedThread } from './shared-thread.js';
import type { SpeechRequest, SpeechStreamReply, SpeechThreadData } from './speech-protocol.js';
import { StreamThread } from './stream-thread.js';
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
  private readonly thread = new SharedThread(() => this.createThread());

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
    await this.thread.started();
  }

  override async open(options: { language: string }, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const stream = new ThreadedStream(await this.thread.started(), 'live', events);
    await stream.opened();
    return stream;
  }

  override async transcribe(
    samples: Int16Array,
    options: { language: string },
  ): Promise<RecognizedUtterance[]> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const thread = await this.thread.started();
    return transcribeRecording(samples, (events) => new ThreadedStream(thread, 'recording', events));
  }

  override async close(): Promise<void> {
    this.options.store.stopFetching();
    await this.thread.stop();
  }

  private async createThread(): Promise<StreamThread<SpeechRequest, SpeechStreamReply>> {
    const { store, onFetch } = this.options;
    const [speech, voice] = await Promise.all([
      store.ensure(this.model, onFetch),
      store.ensure(VOICE_MODEL, onFetch),
    ]);
    const data: SpeechThreadData = {
      recognizer: {
        encoder: speech.get(this.model.encoder.name)!,
        decoder: speech.get(this.model.decoder.name)!,
        tokens: join(store.downloadDir, 'moonshine-tokens.txt'),
      },
      detector: voice.get(VOICE_MODEL.detector.name)!,
      // One core is for the server.
      parallel: Math.max(1, availableParallelism() - 1),
    };
    return new StreamThread(builtModuleUrl(import.meta.url, './speech-worker.js'), data);
  }
}
