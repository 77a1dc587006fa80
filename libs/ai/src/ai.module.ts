import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { embeddingExports, embeddingProviders } from './embedding.providers.js';
import { languageExports, languageProviders } from './language.providers.js';
import { speakerExports, speakerProviders } from './speaker.providers.js';
import { speechExports, speechProviders } from './speech.providers.js';
import { compromise } from './text/compromise.js';

/** Every role that a model plays, bound to what the configuration chose. Needs `AppConfig`, `Clock`, `Log` and `Metrics` from global modules. */
@Global()
@Module({
  providers: [...speechProviders, ...speakerProviders, ...embeddingProviders, ...languageProviders],
  exports: [...speechExports, ...speakerExports, ...embeddingExports, ...languageExports],
})
export class AiModule implements OnModuleInit {
  /** Names are looked up in the server's own thread too, which 0.2 s of loading would hold up in the middle of its work. */
  onModuleInit(): void {
    compromise();
  }
}
