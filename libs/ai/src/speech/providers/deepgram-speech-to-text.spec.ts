import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { ManualClock, runContract } from '#libs/kernel/testing';
import type { SpeechOptions } from '../../ports/speech-to-text.js';
import { ListeningEar } from '../../testing/listening-ear.js';
import { remoteSpeechContract } from '../../testing/remote-speech.contract.js';
import { DeepgramServer } from '../../testing/servers/deepgram-server.js';
import { scriptedWords } from '../../testing/servers/scripted-words.js';
import { speechToTextContract } from '../../testing/speech-to-text.contract.js';
import { TWO_SENTENCES, twoSentences } from '../../testing/two-sentences.js';
import { DeepgramSpeechToText } from './deepgram-speech-to-text.js';

const WORDS = scriptedWords(TWO_SENTENCES);

runContract(
  speechToTextContract({
    name: 'deepgram',
    create: async () => {
      const server = await DeepgramServer.start({ words: WORDS });
      const { apiKey, url } = server;
      return {
        subject: new DeepgramSpeechToText({ apiKey, url, model: 'nova-3', clock: new SystemClock() }),
        dispose: () => server.stop(),
      };
    },
  }),
);

runContract(
  remoteSpeechContract({
    name: 'deepgram',
    create: async () => {
      const server = await DeepgramServer.start();
      const { apiKey, url } = server;
      const clock = new ManualClock();
      const speech = new DeepgramSpeechToText({ apiKey, url, model: 'nova-3', clock });
      return { subject: { speech, server, clock }, dispose: () => server.stop() };
    },
  }),
);

describe('DeepgramSpeechToText', () => {
  let server: DeepgramServer;
  let clock: ManualClock;

  beforeEach(async () => {
    server = await DeepgramServer.start({ words: WORDS });
    clock = new ManualClock();
  });
  afterEach(() => server.stop());

  function speechOf(model = 'nova-3'): DeepgramSpeechToText {
    return new DeepgramSpeechToText({ apiKey: server.apiKey, url: server.url, model, clock });
  }

  /** The query parameters of a stream, without those that never change. */
  async function queryOf(options: SpeechOptions, model?: string) {
    const stream = await speechOf(model).open(options, new ListeningEar());
    await stream.close();
    return server.last.url.searchParams;
  }

  it('asks for what this project needs: words of raw audio, with marks, voices and partial text', async () => {
    const query = await queryOf({ language: 'en' });
    expect(Object.fromEntries(query)).toEqual({
      model: 'nova-3',
      language: 'en',
      encoding: 'linear16',
      sample_rate: '16000',
      channels: '1',
      punctuate: 'true',
      smart_format: 'true',
      filler_words: 'false',
      diarize: 'true',
      interim_results: 'true',
      endpointing: '300',
      utterance_end_ms: '1000',
      mip_opt_out: 'true',
    });
  });

  it.each([
    ['nova-3', 'pt-BR', [], 'pt-BR', []],
    ['nova-3', 'de-AT', [], 'de', []],
    ['nova-3', 'multi', ['es', 'en-GB', 'tlh'], 'multi', ['es', 'en']],
    ['nova-3', 'auto', [], 'multi', []],
    ['nova-3', 'he', [], 'multi', ['he']],
    ['nova-2', 'multi', ['es', 'en'], 'multi', []],
    ['base', 'multi', ['fr'], 'fr', []],
    ['base', 'auto', [], 'en', []],
  ])('asks %s for %s %j as %s %j', async (model, language, languages, asked, hints) => {
    const query = await queryOf({ language, languages }, model);
    expect(query.get('language')).toBe(asked);
    expect(query.getAll('language_hint')).toEqual(hints);
    expect(query.get('endpointing')).toBe(asked === 'multi' ? '100' : '300');
  });

  it('tells the language of an utterance where a stream may hold several', async () => {
    const spanish = WORDS.map((word) => ({ ...word, language: word.startMs > 4_000 ? 'es' : 'en-US' }));
    server.plan({ words: spanish });
    const ear = new ListeningEar();
    const stream = await speechOf().open({ language: 'multi' }, ear);
    stream.push(await twoSentences());
    await stream.close();
    expect(ear.finals.map(({ language }) => language)).toEqual(['en', 'es']);
  });

  it('passes words to listen for as each model wants them, and no more than it bears', async () => {
    const keyterms = ['Mneme', ' blue  umbrella ', 'Mneme', ''];
    expect((await queryOf({ language: 'en', keyterms })).getAll('keyterm')).toEqual([
      'Mneme',
      'blue umbrella',
    ]);
    expect((await queryOf({ language: 'en', keyterms }, 'nova-2')).getAll('keywords')).toEqual([
      'Mneme',
      'blue umbrella',
    ]);
    const many = Array.from({ length: 300 }, (_, index) => `Term${index}`);
    expect((await queryOf({ language: 'en', keyterms: many })).getAll('keyterm')).toEqual(many.slice(0, 100));
    const long = Array.from({ length: 20 }, (_, index) => `${index} ${'long '.repeat(20)}`.trim());
    expect((await queryOf({ language: 'en', keyterms: long })).getAll('keyterm')).toHaveLength(9);
  });

  it('sends a KeepAlive every four seconds without audio', async () => {
    const stream = await speechOf().open({ language: 'en' }, new ListeningEar());
    await clock.advance(4_000);
    await vi.waitFor(() => expect(server.last.keepAlives).toBe(1));
    await clock.advance(4_000);
    await vi.waitFor(() => expect(server.last.keepAlives).toBe(2));
    await stream.close();
  });

  it('is done with silence that Deepgram has heard', async () => {
    server.plan({});
    const ear = new ListeningEar();
    const stream = await speechOf().open({ language: 'en' }, ear);
    stream.push(new Int16Array(16_000 * 10));
    await vi.waitFor(() => expect(ear.progress.at(-1)).toMatchObject({ handledMs: 9_000, speechMs: 0 }));
    expect(stream.backlogMs).toBe(1_000);
    await stream.close();
    expect(ear.starts).toEqual([]);
  });

  it('hears nothing where the audio is silent', async () => {
    const ear = new ListeningEar();
    const stream = await speechOf().open({ language: 'en' }, ear);
    stream.push(new Int16Array(16_000 * 7));
    await stream.close();
    expect(ear.finals).toEqual([]);
  });

  it('sends a whole recording at once, asked for like a stream', async () => {
    const samples = await twoSentences();
    const recognized = await speechOf().transcribe(samples, { language: 'en-US', keyterms: ['Mneme'] });
    expect(recognized.map(({ text }) => text)).toEqual(TWO_SENTENCES.map(({ text }) => text));
    const { url, contentBytes } = server.recordings[0]!;
    expect(contentBytes).toBe(samples.length * 2);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      language: 'en-US',
      keyterm: 'Mneme',
      utterances: 'true',
      diarize: 'true',
      encoding: 'linear16',
    });
  });

  it.each([
    [401, undefined, 'SPEECH_CREDENTIALS_REFUSED', 900_000],
    [429, '3', 'SPEECH_RATE_LIMITED', 3_000],
    [503, undefined, 'SPEECH_UNAVAILABLE', undefined],
  ])('says why a recording was refused with %i', async (status, retryAfter, code, retryAfterMs) => {
    server.plan({ refuse: { status, ...(retryAfter ? { retryAfter } : {}) } });
    const refused = speechOf().transcribe(new Int16Array(1_600), { language: 'en' });
    await expect(refused).rejects.toMatchObject({ code, retryAfterMs });
  });
});
