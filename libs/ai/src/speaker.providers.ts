import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown, type Provider } from '@nestjs/common';
import { projectFolder } from './models/installed-files.js';
import { SPEAKER_MODEL, SPEECH_MODELS } from './models/model-catalog.js';
import { ModelStore } from './models/model-store.js';
import { SpeakerEmbedder } from './ports/speaker-embedder.js';
import { CAMPPLUS, MOONSHINE_VOICE } from './speaker/speaker-models.js';
import { ThreadedSpeakerEmbedder, type InstalledSpeakerModel } from './speaker/threaded-speaker-embedder.js';

const PROJECTION = 'libs/ai/models/moonshine-voice-lda128.f32';

/**
 * Tells voices apart with the best model that is here: CAM++ where it was put into MNEME_MODELS_DIR or the download folder, else the
 * experiment that comes with the project, if the base recognizer that it is made of is installed.
 */
export function createSpeakerEmbedder(store: ModelStore): SpeakerEmbedder {
  return new ThreadedSpeakerEmbedder(
    async () => (await findCampplus(store)) ?? (await findExperiment(store)),
  );
}

async function findCampplus(store: ModelStore): Promise<InstalledSpeakerModel | null> {
  const extractor = (await store.present(SPEAKER_MODEL))?.get(SPEAKER_MODEL.extractor.name);
  return extractor === undefined ? null : { facts: CAMPPLUS, data: { kind: 'campplus', extractor } };
}

async function findExperiment(store: ModelStore): Promise<InstalledSpeakerModel | null> {
  const { encoder: file, ...recognizer } = SPEECH_MODELS.base;
  const encoder = (await store.present({ ...recognizer, files: [file] }))?.get(file.name);
  const projection = join(projectFolder(), PROJECTION);
  if (encoder === undefined || !existsSync(projection)) return null;
  return { facts: MOONSHINE_VOICE, data: { kind: 'moonshine', encoder, projection } };
}

/** Ends the thread with the application. */
@Injectable()
export class SpeakerShutdown implements OnApplicationShutdown {
  constructor(private readonly embedder: SpeakerEmbedder) {}

  onApplicationShutdown(): Promise<void> {
    return this.embedder.close();
  }
}

/** Binds `SpeakerEmbedder`. Nothing is loaded before the first voice. */
export const speakerProviders: Provider[] = [
  { provide: SpeakerEmbedder, useFactory: createSpeakerEmbedder, inject: [ModelStore] },
  SpeakerShutdown,
];

/** The tokens of `speakerProviders` that other modules may inject. */
export const speakerExports = [SpeakerEmbedder];
