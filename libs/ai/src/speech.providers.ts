import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Clock } from '#libs/kernel';
import { Log, Metrics } from '#libs/observability';
import { ModelStore, type ModelProgress } from './models/model-store.js';
import { SpeechProviders } from './ports/speech-providers.js';
import { VoiceActivity } from './ports/voice-activity.js';
import { createProvider } from './speech/configured-providers.js';
import { ThreadedVoiceActivity } from './speech/threaded-voice-activity.js';
import { VoiceThread } from './speech/voice-thread.js';

/** Ends the threads and connections of speech with the application. */
@Injectable()
export class SpeechShutdown implements OnApplicationShutdown {
  constructor(
    private readonly providers: SpeechProviders,
    private readonly voices: VoiceThread,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.providers.inOrder.map((provider) => provider.close()));
    await this.voices.close();
  }
}

/** Binds `SpeechProviders` and `VoiceActivity`, and the `ModelStore` and `VoiceThread` that they share. Nothing is loaded before the first stream. */
export const speechProviders: Provider[] = [
  {
    provide: ModelStore,
    useFactory: (config: AppConfig) =>
      new ModelStore({
        modelsDir: config.speech.modelsDir,
        downloadDir: join(config.storage.dataDir, 'models'),
      }),
    inject: [AppConfig],
  },
  {
    provide: VoiceThread,
    useFactory: (store: ModelStore, log: Log) => new VoiceThread({ store, onFetch: logFetches(log) }),
    inject: [ModelStore, Log],
  },
  {
    provide: VoiceActivity,
    useFactory: (voices: VoiceThread) => new ThreadedVoiceActivity(voices),
    inject: [VoiceThread],
  },
  {
    provide: SpeechProviders,
    useFactory: async (
      { speech: config }: AppConfig,
      store: ModelStore,
      voices: VoiceThread,
      clock: Clock,
      log: Log,
      metrics: Metrics,
    ): Promise<SpeechProviders> => {
      const parts = { config, store, voices, clock, log, metrics, onFetch: logFetches(log) };
      return {
        inOrder: await Promise.all(config.providers.order.map((name) => createProvider(name, parts))),
      };
    },
    inject: [AppConfig, ModelStore, VoiceThread, Clock, Log, Metrics],
  },
  SpeechShutdown,
];

/** The tokens of `speechProviders` that other modules may inject. */
export const speechExports = [SpeechProviders, VoiceActivity, ModelStore];

/** Two lines for each file, so that a first start without the packages does not look hung. */
function logFetches(log: Log): ModelProgress {
  const started = new Set<string>();
  return (model, { file, receivedBytes, totalBytes }) => {
    const key = `${model}/${file}`;
    if (!started.has(key)) log.info('fetching a file of a speech model', { size_bytes: totalBytes });
    started.add(key);
    if (receivedBytes === totalBytes)
      log.info('fetched a file of a speech model', { size_bytes: totalBytes });
  };
}
