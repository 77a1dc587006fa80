import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { ModelStore } from './models/model-store.js';
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
    useFactory: (config: AppConfig, store: ModelStore) =>
      new SherpaSpeechToText({ model: config.speech.model, store }),
    inject: [AppConfig, ModelStore],
  },
  SpeechShutdown,
];

/** The tokens of `speechProviders` that other modules may inject. */
export const speechExports = [SpeechToText, ModelStore];
