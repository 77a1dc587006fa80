import { join } from 'node:path';
import { checkModels, ModelStore } from '#libs/ai';
import type { AppConfig } from '#libs/config';
import type { Finding } from './finding.js';

export async function checkModelFiles({ speech, storage }: AppConfig): Promise<Finding[]> {
  const store = new ModelStore({ modelsDir: speech.modelsDir, downloadDir: join(storage.dataDir, 'models') });
  const checks = await checkModels(store, speech.model);
  return checks.map(({ model, present, missing }): Finding => {
    if (present) return { check: 'speech models', level: 'ok', message: `${model} is here` };
    return {
      check: 'speech models',
      level: 'warning',
      message: `${model}: ${missing[0]!.message}`,
      advice: 'Sound is kept meanwhile and recognized when the files are there.',
    };
  });
}
