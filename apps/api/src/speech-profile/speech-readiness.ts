import { Injectable } from '@nestjs/common';
import { checkModels, ModelStore, SpeechProviders } from '#libs/ai';
import { AppConfig } from '#libs/config';

/** Whether speech can be turned into text here. */
@Injectable()
export class SpeechReadiness {
  constructor(
    private readonly providers: SpeechProviders,
    private readonly models: ModelStore,
    private readonly config: AppConfig,
  ) {}

  /** A provider elsewhere is taken to be there; the one on this machine is when its models are. */
  async canTranscribe(): Promise<boolean> {
    if (this.providers.inOrder.some(({ capabilities }) => capabilities.remote)) return true;
    const checks = await checkModels(this.models, this.config.speech.model);
    return checks.every(({ present }) => present);
  }
}
