import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { Log } from '#libs/observability';
import { ModelStore, type ModelProgress } from './models/model-store.js';
import { SpeechToText } from './ports/speech-to-text.js';
import { SherpaSpeechToText } from './speech/sherpa-speech-to-text.js';

/** Ends the speech thread with the application. */
@Injectable()
export class SpeechShutdown implements OnApplicationShutdown {
  constructor(private readonly speech: SpeechToText) {}

  onApplicationShutdown(): Promise<void> {
    return this.speech.close();
  }
}

/** Binds `SpeechToText` and the `ModelStore` it takes its models from. Nothing is loaded before the first stream. */
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
    provide: SpeechToText,
    useFactory: (config: AppConfig, store: ModelStore, log: Log) =>
      new SherpaSpeechToText({ model: config.speech.model, store, onFetch: logFetches(log) }),
    inject: [AppConfig, ModelStore, Log],
  },
  SpeechShutdown,
];

/** The tokens of `speechProviders` that other modules may inject. */
export const speechExports = [SpeechToText, ModelStore];

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
