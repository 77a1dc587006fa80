import type { AppError } from '#libs/kernel';
import { SPEECH_MODELS, VOICE_MODEL } from './model-catalog.js';
import { modelMissing, type ModelStore } from './model-store.js';

/** What a server should say about its models when it starts. */
export interface ModelCheck {
  readonly model: string;
  /** Every file is here. */
  readonly present: boolean;
  /** One for each missing file, with a message that says what to do; it is tried to fetch it with the first stream. */
  readonly missing: readonly AppError[];
}

/** Looks for the files of the chosen models; loads and fetches nothing. */
export async function checkModels(store: ModelStore, speechModel: 'base' | 'tiny'): Promise<ModelCheck[]> {
  return Promise.all(
    [SPEECH_MODELS[speechModel], VOICE_MODEL].map(async (model) => {
      const files = await store.status(model);
      const missing = files.filter((file) => file.path === undefined).map((file) => modelMissing(file));
      return { model: model.name, present: missing.length === 0, missing };
    }),
  );
}
