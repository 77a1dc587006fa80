import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppConfig } from '#libs/config';
import { Clock, SystemClock } from '#libs/kernel';
import { Log, Metrics, SilentLog } from '#libs/observability';
import { AiModule } from './ai.module.js';
import { LanguageModel } from './language/language-task.js';
import { ModelStore } from './models/model-store.js';
import { Embedder } from './ports/embedder.js';
import { SpeechProviders } from './ports/speech-providers.js';
import { twoSentences } from './testing/two-sentences.js';

const NO_KEY = { apiKey: null, url: null };
const LOCAL_ONLY: AppConfig['speech']['providers'] = {
  order: ['local'],
  deepgram: { ...NO_KEY, model: 'nova-3' },
  soniox: { ...NO_KEY, model: 'stt-rt-v5' },
  speechmatics: NO_KEY,
  openai: { ...NO_KEY, model: null },
  wyoming: { url: null },
};

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-ai-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

function foundation(): new () => object {
  const config: Partial<AppConfig> = {
    storage: { profile: 'embedded', dataDir, cloud: null },
    speech: { model: 'tiny', modelsDir: null, gate: 'active', providers: LOCAL_ONLY },
    language: { chatModel: null },
  };
  const providers = [
    { provide: AppConfig, useValue: config },
    { provide: Clock, useClass: SystemClock },
    { provide: Log, useClass: SilentLog },
    { provide: Metrics, useValue: new Metrics() },
  ];
  @Global()
  @Module({ providers, exports: providers })
  class FoundationModule {}
  return FoundationModule;
}

describe('AiModule', () => {
  it('binds every role to what works without a network and an account', async () => {
    const module = await Test.createTestingModule({ imports: [foundation(), AiModule] }).compile();
    await module.init();
    expect(module.get(SpeechProviders).inOrder[0]!.name).toBe('moonshine-tiny');
    expect(module.get(Embedder).name).toBe('glove-100-sif-1');
    expect(module.get(LanguageModel).available).toBe(false);
    expect(module.get(ModelStore).downloadDir).toBe(join(dataDir, 'models'));
    expect(await readdir(dataDir)).toEqual([]);
    await module.close();
  });

  it('hears, embeds, and ends its threads with the application', async () => {
    const module = await Test.createTestingModule({ imports: [foundation(), AiModule] }).compile();
    await module.init();
    const heard = await module
      .get(SpeechProviders)
      .inOrder[0]!.transcribe(await twoSentences(), { language: 'en' });
    expect(heard).toHaveLength(2);
    const [vector] = await module.get(Embedder).embed([heard[0]!.text]);
    expect(Math.hypot(...vector!)).toBeCloseTo(1, 4);
    await module.close();
  });
});
