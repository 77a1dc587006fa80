import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Clock, SystemClock } from '#libs/kernel';
import { AppConfig } from '#libs/config';
import { SpeechProviders } from '#libs/ai';
import { FakeSpeechToText } from '#libs/ai/testing';
import { Log, Metrics, SilentLog } from '#libs/observability';
import { DataLifecycle } from '#libs/storage';
import { CaptureLogs } from './capture/capture-logs.js';
import { PLAIN_SPEECH } from './live/live-session-params.js';
import { LiveSessionFactory } from './live/live-session-factory.js';
import { opusFrames } from './testing/device-audio.js';
import { RememberingListener } from './testing/remembering-listener.js';
import { TranscriptionModule } from './transcription.module.js';

let dataDir: string;
let module: TestingModule;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-transcription-'));
  const speech = new FakeSpeechToText({ utterances: [{ text: 'good morning', startMs: 200, endMs: 1_000 }] });
  const providers = [
    { provide: AppConfig, useValue: { storage: { dataDir, profile: 'embedded' } } },
    { provide: Clock, useClass: SystemClock },
    { provide: Log, useClass: SilentLog },
    { provide: Metrics, useFactory: () => new Metrics() },
    { provide: SpeechProviders, useValue: { inOrder: [speech] } },
    { provide: DataLifecycle, useFactory: () => new DataLifecycle() },
  ];
  @Module({ providers, exports: providers.map(({ provide }) => provide) })
  class Foundation {}
  module = await Test.createTestingModule({
    imports: [{ module: Foundation, global: true }, TranscriptionModule],
  }).compile();
});
afterEach(async () => {
  await module.close();
  await rm(dataDir, { recursive: true, force: true });
});

it('records below the data folder and transcribes in real time', async () => {
  const listener = new RememberingListener();
  const session = await module.get(LiveSessionFactory).open(
    {
      ...{ ownerId: 'ada', sessionId: 's1', codec: 'opus', sampleRate: 16_000, language: 'en' },
      ...{ recognize: true, speech: PLAIN_SPEECH, resume: null },
    },
    listener,
  );
  expect(await session.push(1, opusFrames(2_000))).toEqual({ durable: 100 });
  expect(await session.close()).toEqual({ drained: true });
  expect(listener.texts).toEqual(['good morning']);
  expect(await module.get(CaptureLogs).describe('ada', 's1')).toMatchObject({
    durableSeq: 100,
    positionMs: 2_000,
  });
});

it('makes what waits durable when the process is asked to end', async () => {
  const logs = module.get(CaptureLogs);
  const log = await logs.create({
    ownerId: 'ada',
    sessionId: 's1',
    codec: 'opus',
    sampleRate: 16_000,
    language: 'en',
    device: null,
  });
  await log.append(1, opusFrames(20));
  const waiting = log.append(2, opusFrames(20));
  await module.close();
  expect(await waiting).toMatchObject({ durableSeq: 2 });
});
