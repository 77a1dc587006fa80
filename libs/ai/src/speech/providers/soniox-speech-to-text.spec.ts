import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { ManualClock, runContract } from '#libs/kernel/testing';
import type { SpeechOptions, SpeechStream } from '../../ports/speech-to-text.js';
import { ListeningEar } from '../../testing/listening-ear.js';
import { remoteSpeechContract } from '../../testing/remote-speech.contract.js';
import { scriptedWords, type ScriptedWord } from '../../testing/servers/scripted-words.js';
import { SonioxServer } from '../../testing/servers/soniox-server.js';
import type { ConnectionPlan } from '../../testing/servers/vendor-server.js';
import { speechToTextContract } from '../../testing/speech-to-text.contract.js';
import { TWO_SENTENCES, twoSentences } from '../../testing/two-sentences.js';
import { SonioxSpeechToText } from './soniox-speech-to-text.js';

const MODEL = 'stt-rt-v5';

runContract(
  speechToTextContract({
    name: 'soniox',
    create: async () => {
      const server = await SonioxServer.start({ words: scriptedWords(TWO_SENTENCES) });
      const { apiKey, url } = server;
      return {
        subject: new SonioxSpeechToText({ apiKey, url, model: MODEL, clock: new SystemClock() }),
        dispose: () => server.stop(),
      };
    },
  }),
);

runContract(
  remoteSpeechContract({
    name: 'soniox',
    create: async () => {
      const server = await SonioxServer.start();
      const { apiKey, url } = server;
      const clock = new ManualClock();
      const speech = new SonioxSpeechToText({ apiKey, url, model: MODEL, clock });
      return { subject: { speech, server, clock }, dispose: () => server.stop() };
    },
  }),
);

const ENGLISH: SpeechOptions = { language: 'en' };
const TEXTS = TWO_SENTENCES.map(({ text }) => text);

/** Words of half a second, from 1 s on. */
function words(...said: readonly (string | Partial<ScriptedWord>)[]): ScriptedWord[] {
  return said.map((word, index) => ({
    text: '',
    startMs: 1_000 + index * 500,
    endMs: 1_500 + index * 500,
    ...(typeof word === 'string' ? { text: word } : word),
  }));
}

function silence(seconds: number): Int16Array {
  return new Int16Array(seconds * 16_000);
}

describe('SonioxSpeechToText', () => {
  let server: SonioxServer;
  let clock: ManualClock;
  let ear: ListeningEar;
  let opened: SpeechStream[];

  const start = async (...plans: readonly ConnectionPlan[]) => {
    server = await SonioxServer.start(...plans);
  };
  const open = async (options: SpeechOptions = ENGLISH, apiKey = server.apiKey): Promise<SpeechStream> => {
    const speech = new SonioxSpeechToText({ apiKey, url: server.url, model: MODEL, clock });
    const stream = await speech.open(options, ear);
    opened.push(stream);
    return stream;
  };
  /** The words of a script, heard in silence. */
  const hear = async (said: readonly ScriptedWord[], options = ENGLISH): Promise<ListeningEar> => {
    await start({ words: said, hearsSilence: true });
    const stream = await open(options);
    stream.push(silence(8));
    await stream.close();
    return ear;
  };

  beforeEach(() => {
    clock = new ManualClock();
    ear = new ListeningEar();
    opened = [];
  });
  afterEach(async () => {
    await server.stop();
    await Promise.all(opened.map((stream) => stream.close()));
  });

  it('sends the key with the handshake and nowhere else', async () => {
    await start({});
    await open();
    await vi.waitFor(() => expect(server.last.start).not.toEqual({}));
    expect(JSON.stringify(server.last.messages)).not.toContain(server.apiKey);
  });

  it('asks for what it can use: voices, languages, ends of utterances, raw audio', async () => {
    await start({});
    await open({ language: 'multi', languages: ['de', 'en'], keyterms: ['Mneme', 'Ada Lovelace'] });
    await vi.waitFor(() =>
      expect(server.last.start).toEqual({
        model: MODEL,
        audio_format: 'pcm_s16le',
        sample_rate: 16_000,
        num_channels: 1,
        language_hints: ['de', 'en'],
        language_hints_strict: true,
        enable_language_identification: true,
        enable_speaker_diarization: true,
        enable_endpoint_detection: true,
        context: { terms: ['Mneme', 'Ada Lovelace'] },
      }),
    );
  });

  it('expects any language when nobody says which', async () => {
    await start({});
    await open({ language: 'multi' });
    await vi.waitFor(() => expect(server.last.start).toHaveProperty('model'));
    expect(server.last.start).not.toHaveProperty('language_hints');
  });

  it('joins pieces to words, with their places, and punctuation to the word before it', async () => {
    const { finals } = await hear(words('Unbelievable', 'conversations,', 'really.'));
    expect(finals).toHaveLength(1);
    expect(finals[0]!.text).toBe('Unbelievable conversations, really.');
    expect(finals[0]!.words).toEqual([
      { text: 'Unbelievable', startMs: 1_000, endMs: 1_500, confidence: 0.98 },
      { text: 'conversations,', startMs: 1_500, endMs: 2_000, confidence: 0.98 },
      { text: 'really.', startMs: 2_000, endMs: 2_500, confidence: 0.98 },
    ]);
  });

  it('tells voices apart, each with its language', async () => {
    const { finals } = await hear(
      words(
        { text: 'Guten', speaker: 4, language: 'de' },
        { text: 'Morgen.', speaker: 4, language: 'de' },
        { text: 'Good', speaker: 2, language: 'en' },
        { text: 'morning.', speaker: 2, language: 'en' },
      ),
      { language: 'multi' },
    );
    expect(finals.map(({ text, speaker, language }) => [text, speaker, language])).toEqual([
      ['Guten Morgen.', 0, 'de'],
      ['Good morning.', 1, 'en'],
    ]);
  });

  it('shows what is being said before it is final', async () => {
    await start({ words: words('good', 'morning', 'everybody'), hearsSilence: true });
    const stream = await open();
    stream.push(silence(2));
    await vi.waitFor(() => expect(ear.partials.at(-1)?.text).toBe('good morning'));
    expect(ear.finals).toEqual([]);
    expect(ear.starts).toEqual([1_000]);
  });

  it('reports progress where nobody speaks', async () => {
    await start({});
    const stream = await open();
    stream.push(silence(10));
    await vi.waitFor(() => expect(ear.progress.at(-1)!.handledMs).toBeGreaterThanOrEqual(6_000));
    expect(ear.progress.at(-1)!.speechMs).toBe(0);
  });

  it('keeps the connection while there is no audio', async () => {
    await start({});
    await open();
    for (let second = 0; second < 40; second += 1) {
      await clock.advance(1_000);
      await vi.waitFor(() => expect(server.last.pings).toBe(server.last.keepAlives));
    }
    expect(server.last.keepAlives).toBeGreaterThanOrEqual(4);
    expect(ear.errors).toEqual([]);
  });

  it('notices a connection that is half open, having said how far it came', async () => {
    await start({ words: scriptedWords(TWO_SENTENCES), muteFromMs: 5_000 });
    const stream = await open();
    stream.push(await twoSentences());
    await vi.waitFor(() => expect(ear.finals).toHaveLength(1));
    for (let second = 0; second < 20; second += 1) await clock.advance(1_000);
    await vi.waitFor(() =>
      expect(ear.errors).toMatchObject([{ code: 'SPEECH_UNAVAILABLE', details: { reason: 'silent' } }]),
    );
    expect(ear.progress.at(-1)!.handledMs).toBeGreaterThan(3_000);
    expect(ear.progress.at(-1)!.handledMs).toBeLessThanOrEqual(4_760);
  });

  it.each([
    ['1011', { closeAtMs: 5_000 }],
    ['1000, as if nothing were wrong', { closeAtMs: 5_000, closeCode: 1000 }],
    ['an error that asks to begin again', { errorAtMs: 5_000, error: '503' }],
    ['an error that blames the stream', { errorAtMs: 5_000, error: '400' }],
  ])('loses and doubles nothing when a stream ends within an utterance with %s', async (_how, trouble) => {
    const script = scriptedWords(TWO_SENTENCES);
    await start({ words: script, ...trouble });
    const samples = await twoSentences();
    const stream = await open();
    stream.push(samples);
    await vi.waitFor(() => expect(ear.errors).toHaveLength(1));
    expect(ear.errors).toMatchObject([{ kind: 'unavailable', code: 'SPEECH_UNAVAILABLE' }]);
    const { handledMs } = ear.progress.at(-1)!;
    await server.stop();

    await start({
      words: script
        .filter(({ startMs }) => startMs >= handledMs)
        .map((word) => ({ ...word, startMs: word.startMs - handledMs, endMs: word.endMs - handledMs })),
    });
    const next = await open();
    next.push(samples.subarray(Math.round(handledMs * 16)));
    await next.close();
    expect(ear.finals.map(({ text }) => text)).toEqual(TEXTS);
  });

  it('does not mind what is not part of the protocol', async () => {
    await start({ words: scriptedWords(TWO_SENTENCES), nonsenseAtMs: 3_000 });
    const stream = await open();
    stream.push(await twoSentences());
    await stream.close();
    expect(ear.errors).toEqual([]);
    expect(ear.finals.map(({ text }) => text)).toEqual(TEXTS);
  });

  it('gives up what talks nonsense only', async () => {
    await start({ nonsenseAtMs: 500, nonsenseRounds: 10 });
    const stream = await open();
    stream.push(silence(2));
    await vi.waitFor(() => expect(ear.errors).toMatchObject([{ details: { reason: 'nonsense' } }]));
  });

  it('says that the key was refused, and nothing of what the vendor wrote', async () => {
    await start({});
    await open(ENGLISH, 'another-key');
    await vi.waitFor(() =>
      expect(ear.errors).toMatchObject([{ kind: 'unavailable', code: 'SPEECH_CREDENTIALS_REFUSED' }]),
    );
    expect(String(ear.errors[0]) + JSON.stringify(ear.errors)).not.toContain('vendor');
  });

  it.each([
    ['a busy vendor', { status: 429, retryAfter: '30' }, 'SPEECH_RATE_LIMITED', 30_000],
    ['a refused key', { status: 401 }, 'SPEECH_CREDENTIALS_REFUSED', expect.any(Number)],
    ['a vendor that is away', { status: 502 }, 'SPEECH_UNAVAILABLE', undefined],
  ] as const)('does not open for %s', async (_what, refuse, code, retryAfterMs) => {
    await start({ refuse });
    await expect(open()).rejects.toMatchObject({ code, retryAfterMs });
  });

  it.each([
    ['402', 'SPEECH_QUOTA_EXHAUSTED'],
    ['408', 'SPEECH_UNAVAILABLE'],
    ['429', 'SPEECH_RATE_LIMITED'],
  ])('understands error %s in a stream', async (error, code) => {
    await start({ errorAtMs: 500, error });
    const stream = await open();
    stream.push(silence(2));
    await vi.waitFor(() => expect(ear.errors).toMatchObject([{ code }]));
  });

  describe('with whole recordings', () => {
    const transcribe = async (options = ENGLISH, apiKey = server.apiKey) => {
      const speech = new SonioxSpeechToText({ apiKey, url: server.url, model: MODEL, clock });
      return clock.advanceUntilSettled(speech.transcribe(await twoSentences(), options));
    };

    it('sends them as files, waits for the transcript, and leaves nothing there', async () => {
      await start({ words: scriptedWords(TWO_SENTENCES), lateMs: 3_000 });
      const heard = await transcribe({ language: 'en-GB', keyterms: ['umbrella'] });
      expect(heard.map(({ text }) => text)).toEqual(TEXTS);
      expect(server.files.requests).toMatchObject([
        { model: 'stt-async-v5', language_hints: ['en'], context: { terms: ['umbrella'] } },
      ]);
      expect(server.files.left).toBe(0);
      expect(server.sessions).toHaveLength(0);
    });

    it('sends nothing for nothing', async () => {
      await start({});
      const speech = new SonioxSpeechToText({ apiKey: server.apiKey, url: server.url, model: MODEL, clock });
      expect(await speech.transcribe(new Int16Array(0), ENGLISH)).toEqual([]);
      expect(server.files.requests).toEqual([]);
    });

    it.each([
      ['the vendor gives up', { error: 'failed' }, 'SPEECH_UNAVAILABLE', undefined],
      ['the vendor is busy', { refuse: { status: 429, retryAfter: '30' } }, 'SPEECH_RATE_LIMITED', 30_000],
      ['the model is unknown', { refuse: { status: 400 } }, 'SPEECH_REQUEST_REFUSED', expect.any(Number)],
    ] as const)('fails, and leaves nothing there, when %s', async (_why, plan, code, retryAfterMs) => {
      await start(plan);
      await expect(transcribe()).rejects.toMatchObject({ code, retryAfterMs });
      expect(server.files.left).toBe(0);
    });

    it('does not wait for ever, and leaves nothing there', async () => {
      await start({ lateMs: 1e9 });
      const speech = new SonioxSpeechToText({ apiKey: server.apiKey, url: server.url, model: MODEL, clock });
      const transcribed = speech.transcribe(silence(1), ENGLISH).catch((error: unknown) => error);
      await vi.waitFor(() => expect(server.files.questions).toBe(1));
      await clock.advance(60 * 60_000);
      expect(await transcribed).toMatchObject({ code: 'SPEECH_UNAVAILABLE', details: { reason: 'slow' } });
      expect(server.files.left).toBe(0);
    });

    it('says that the key was refused', async () => {
      await start({});
      await expect(transcribe(ENGLISH, 'another-key')).rejects.toMatchObject({
        code: 'SPEECH_CREDENTIALS_REFUSED',
      });
    });
  });
});
