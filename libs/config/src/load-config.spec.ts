import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppError } from '#libs/kernel';
import { loadConfig, type Environment } from './load-config.js';

const system = { timeZone: 'Asia/Tokyo', stdoutIsTty: false, workingDir: '/srv/mneme' };
/** What is in force where nothing is said about speech and streams; `speech-config.spec.ts` tests what can be said. */
const { speech, live } = loadConfig({}, system);
const load = (env: Environment) => loadConfig(env, system);

function problemsOf(env: Environment): readonly string[] {
  try {
    load(env);
    return [];
  } catch (error) {
    const { code, kind, details, message } = error as AppError;
    expect({ code, kind }).toEqual({ code: 'CONFIG_INVALID', kind: 'invalid' });
    const problems = details['problems'] as string[];
    for (const problem of problems) expect(message).toContain(problem);
    return problems;
  }
}

describe('loadConfig', () => {
  it('needs nothing at all', () => {
    expect(load({})).toEqual({
      server: { host: '127.0.0.1', port: 8088, publicUrl: null, shutdownGraceMs: 10_000 },
      log: { level: 'info', format: 'json' },
      storage: { profile: 'embedded', dataDir: '/srv/mneme/data', cloud: null },
      jobs: { consumers: 'here', workerHealthPort: 8_089 },
      masterSecret: null,
      previousMasterSecrets: [],
      referenceSecret: null,
      owner: { name: null, timeZone: 'Asia/Tokyo' },
      speech: { ...speech, model: 'base', modelsDir: null },
      live: { maxStreams: 300 },
      rateLimit: { boost: 10 },
      recordings: { watchDir: null },
      audio: { retentionDays: null },
      language: { chatModel: null },
      embeddings: null,
      outbound: { mayReachPrivateAddresses: false },
    });
  });

  it('wants all that embeddings need, or nothing of it', () => {
    const url = { EMBEDDINGS_BASE_URL: 'http://127.0.0.1:11434/v1' };
    expect(() => load({ ...url, EMBEDDINGS_API_KEY: 'k' })).toThrow('EMBEDDINGS_MODEL is missing');
    expect(() => load({ EMBEDDINGS_API_KEY: 'k' })).toThrow('EMBEDDINGS_DIMENSION is missing');
    expect(load({ ...url, EMBEDDINGS_MODEL: 'm', EMBEDDINGS_DIMENSION: '384' }).embeddings).toEqual({
      baseUrl: url.EMBEDDINGS_BASE_URL,
      apiKey: null,
      model: 'm',
      dimension: 384,
    });
  });

  it('takes what is set', () => {
    const config = load({
      HOST: '::1',
      PORT: '0',
      SHUTDOWN_GRACE_MS: '250',
      LOG_LEVEL: 'debug',
      LOG_FORMAT: 'pretty',
      STORAGE_PROFILE: 'embedded',
      DATA_DIR: '/var/lib/mneme',
      OWNER_NAME: 'Ada',
      TIME_ZONE: 'Europe/Berlin',
      AUDIO_RETENTION_DAYS: '30',
      SPEECH_MODEL: 'tiny',
      MNEME_MODELS_DIR: 'models',
      WATCH_DIR: 'recordings',
      RATE_LIMIT_BOOST: '2.5',
      LLM_BASE_URL: 'http://127.0.0.1:11434/v1',
      LLM_MODEL: 'llama3.2',
      LLM_API_KEY: 'k-1',
      LLM_SEES_IMAGES: 'true',
      PUBLIC_URL: 'https://mneme.example.org/home/',
      MASTER_SECRET: 's'.repeat(32),
      MASTER_SECRET_PREVIOUS: `${'p'.repeat(32)},${'q'.repeat(32)}`,
      REFERENCE_ENCRYPTION_SECRET: 'r'.repeat(32),
    });
    expect(config).toEqual({
      server: { host: '::1', port: 0, publicUrl: 'https://mneme.example.org/home', shutdownGraceMs: 250 },
      log: { level: 'debug', format: 'pretty' },
      storage: { profile: 'embedded', dataDir: '/var/lib/mneme', cloud: null },
      jobs: { consumers: 'here', workerHealthPort: 8_089 },
      masterSecret: 's'.repeat(32),
      previousMasterSecrets: ['p'.repeat(32), 'q'.repeat(32)],
      referenceSecret: 'r'.repeat(32),
      owner: { name: 'Ada', timeZone: 'Europe/Berlin' },
      speech: { ...speech, model: 'tiny', modelsDir: '/srv/mneme/models' },
      live,
      rateLimit: { boost: 2.5 },
      audio: { retentionDays: 30 },
      recordings: { watchDir: '/srv/mneme/recordings' },
      language: {
        chatModel: {
          baseUrl: 'http://127.0.0.1:11434/v1',
          apiKey: 'k-1',
          model: 'llama3.2',
          seesImages: true,
          contextTokens: 32_000,
          callsPerConversation: 50,
        },
      },
      embeddings: null,
      outbound: { mayReachPrivateAddresses: false },
    });
  });

  it('is pretty on a terminal', () => {
    expect(loadConfig({}, { ...system, stdoutIsTty: true }).log.format).toBe('pretty');
  });

  it('counts an empty or blank variable as not set', () => {
    expect(load({ PORT: '', LLM_API_KEY: '  ', TIME_ZONE: '' })).toEqual(load({}));
  });

  it('cannot be changed afterwards', () => {
    const config = load({});
    expect(() => Object.assign(config.server, { port: 1 })).toThrow(TypeError);
  });

  it('names every problem at once, with what is allowed', () => {
    expect(
      problemsOf({
        PORT: '70000',
        LOG_LEVEL: 'loud',
        TIME_ZONE: 'Mars/Olympus',
        LLM_MODEL: 'm',
        HOTS: '::1',
      }),
    ).toEqual([
      'PORT is "70000"; it must be a whole number from 0 to 65535.',
      'LOG_LEVEL is "loud"; it must be one of debug, info, warn, error, silent.',
      'TIME_ZONE is "Mars/Olympus"; it must be an IANA time zone name such as Europe/Berlin or UTC.',
      'LLM_MODEL is set without LLM_BASE_URL; set both or neither.',
      'HOTS is not a variable of Mneme. Did you mean HOST?',
    ]);
  });

  it.each([
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['SHUTDOWN_GRACE_MS', '-1'],
    ['TIME_ZONE', '+02:00'],
    ['HOST', 'http://localhost'],
    ['SPEECH_MODEL', 'large'],
  ])('refuses %s=%s', (name, value) => {
    expect(problemsOf({ [name]: value })).toHaveLength(1);
  });

  it('never shows a secret', () => {
    const problems = problemsOf({
      LLM_BASE_URL: 'ftp://user:hunter2@host',
      LLM_MODEL: 'm',
      LLM_API_KEY: 'hunter2 and more',
    });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter2');
  });

  it('wants the URL and the name of a chat model together', () => {
    expect(problemsOf({ LLM_BASE_URL: 'https://llm.example/v1' })).toHaveLength(1);
    expect(problemsOf({ LLM_API_KEY: 'k' })).toHaveLength(1);
  });
});

describe('the cloud profile', () => {
  const cloud = {
    STORAGE_PROFILE: 'cloud',
    GOOGLE_CLOUD_PROJECT: 'my-project',
    GCS_BUCKET: 'recordings',
    REDIS_URL: 'redis://127.0.0.1:6379',
    PINECONE_API_KEY: 'pk',
    PINECONE_INDEX: 'mneme',
    MASTER_SECRET: 's'.repeat(32),
  };

  it('needs an address or a key for each service, and no more', () => {
    expect(load(cloud).storage.cloud).toEqual({
      redisUrl: 'redis://127.0.0.1:6379',
      firestore: { projectId: 'my-project', databaseId: '(default)', emulatorHost: null },
      gcs: { bucket: 'recordings', apiEndpoint: null },
      pinecone: { apiKey: 'pk', index: 'mneme', host: null, controllerUrl: null },
      typesense: null,
    });
  });

  it('names everything that is missing at once', () => {
    expect(problemsOf({ STORAGE_PROFILE: 'cloud', GCS_BUCKET: 'recordings' })).toEqual([
      'STORAGE_PROFILE=cloud needs GOOGLE_CLOUD_PROJECT.',
      'STORAGE_PROFILE=cloud needs REDIS_URL.',
      'STORAGE_PROFILE=cloud needs PINECONE_API_KEY.',
      'STORAGE_PROFILE=cloud needs PINECONE_INDEX.',
      'STORAGE_PROFILE=cloud needs MASTER_SECRET.',
    ]);
  });

  it('takes emulators in place of the vendors', () => {
    const emulators = {
      FIRESTORE_EMULATOR_HOST: '127.0.0.1:8080',
      FIRESTORE_DATABASE: 'test-db',
      GCS_API_ENDPOINT: 'http://127.0.0.1:4443',
      PINECONE_CONTROLLER_HOST: 'http://127.0.0.1:5080',
      TYPESENSE_URL: 'http://127.0.0.1:8108',
      TYPESENSE_API_KEY: 'tk',
    };
    expect(load({ ...cloud, ...emulators }).storage.cloud).toMatchObject({
      firestore: { databaseId: 'test-db', emulatorHost: '127.0.0.1:8080' },
      gcs: { apiEndpoint: 'http://127.0.0.1:4443' },
      pinecone: { controllerUrl: 'http://127.0.0.1:5080' },
      typesense: { url: 'http://127.0.0.1:8108', apiKey: 'tk' },
    });
  });

  it('may leave the jobs to other processes; the embedded profile may not', () => {
    expect(load({ ...cloud, JOB_CONSUMERS: 'worker' }).jobs.consumers).toBe('worker');
    expect(problemsOf({ JOB_CONSUMERS: 'worker' })).toHaveLength(1);
  });

  it.each(['REDIS_URL', 'PINECONE_API_KEY', 'MASTER_SECRET'])('never shows a wrong %s', (name) => {
    const problems = problemsOf({ ...cloud, [name]: 'hunter 2' });
    expect(problems).toHaveLength(1);
    expect(problems.join()).not.toContain('hunter');
  });
});

describe('LLM_API_KEY_FILE', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'mneme-config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const chatModel = { LLM_BASE_URL: 'https://llm.example/v1', LLM_MODEL: 'm' };

  it('gives the key, without the line end that editors add', () => {
    writeFileSync(join(folder, 'key'), 'k-2\n');
    const config = loadConfig({ ...chatModel, LLM_API_KEY_FILE: 'key' }, { ...system, workingDir: folder });
    expect(config.language.chatModel?.apiKey).toBe('k-2');
  });

  it('is refused when the file is missing or empty', () => {
    writeFileSync(join(folder, 'empty'), '\n');
    for (const name of ['missing', 'empty']) {
      expect(problemsOf({ ...chatModel, LLM_API_KEY_FILE: join(folder, name) })).toHaveLength(1);
    }
  });

  it('is refused beside LLM_API_KEY', () => {
    writeFileSync(join(folder, 'key'), 'k-2');
    const both = { ...chatModel, LLM_API_KEY: 'k-1', LLM_API_KEY_FILE: join(folder, 'key') };
    expect(problemsOf(both)).toEqual(['LLM_API_KEY and LLM_API_KEY_FILE are both set; set one of them.']);
  });
});
