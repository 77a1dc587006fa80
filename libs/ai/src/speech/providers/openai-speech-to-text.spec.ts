import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { ManualClock, runContract } from '#libs/kernel/testing';
import type { SpeechOptions } from '../../ports/speech-to-text.js';
import { KnownSpeech } from '../../testing/known-speech.js';
import { ListeningEar } from '../../testing/listening-ear.js';
import { OpenAiSpeechServer, type OpenAiServerOptions } from '../../testing/servers/openai-speech-server.js';
import { speechToTextContract } from '../../testing/speech-to-text.contract.js';
import { TWO_SENTENCES } from '../../testing/two-sentences.js';
import { OpenAiSpeechToText, type OpenAiSpeechOptions } from './openai-speech-to-text.js';

let known: KnownSpeech;

beforeAll(async () => {
  known = await KnownSpeech.prepare();
});
afterAll(() => known.dispose());

function speechOn(
  server: OpenAiSpeechServer,
  options: Partial<OpenAiSpeechOptions> = {},
): OpenAiSpeechToText {
  const clock = new SystemClock();
  return new OpenAiSpeechToText({
    url: server.url,
    apiKey: null,
    model: 'whisper-1',
    clock,
    voices: known.voices,
    ...options,
  });
}

runContract(
  speechToTextContract({
    name: 'a server with the interface of OpenAI',
    create: async () => {
      const server = await OpenAiSpeechServer.start({ recording: known.recording });
      const subject = speechOn(server);
      return {
        subject,
        dispose: async () => {
          await subject.close();
          await server.stop();
        },
      };
    },
  }),
);

const ENGLISH: SpeechOptions = { language: 'en' };

describe('OpenAiSpeechToText', () => {
  let server: OpenAiSpeechServer;
  let clock: ManualClock;
  let ear: ListeningEar;

  const start = async (options: Partial<OpenAiServerOptions> = {}) => {
    await server?.stop();
    server = await OpenAiSpeechServer.start({ recording: known.recording, ...options });
  };
  const speech = (options: Partial<OpenAiSpeechOptions> = {}) => speechOn(server, { clock, ...options });

  beforeEach(async () => {
    await start();
    clock = new ManualClock();
    ear = new ListeningEar();
  });
  afterEach(() => server.stop());

  /** Hears the recording, while time goes on. */
  const listen = (options: SpeechOptions = ENGLISH, subject = speech()) =>
    known.tell(subject, ear, options, clock);

  it('sends nothing but what somebody says, with a little sound around it', async () => {
    await listen();
    const sentMs = server.requests.map(({ durationMs }) => durationMs);
    expect(sentMs).toHaveLength(2);
    expect(sentMs[0]).toBeLessThan(2_080 + 1_000);
    expect(sentMs[1]).toBeLessThan(1_500 + 1_000);
  });

  it('gives words their places in the stream and the punctuation of the text', async () => {
    const { finals } = await listen();
    const [first] = finals;
    expect(first!.words!.map(({ text }) => text).join(' ')).toBe(first!.text);
    expect(first!.words!.at(-1)!.text).toBe('Monday.');
    const library = first!.words!.find(({ text }) => text === 'library')!;
    expect(Math.abs(library.startMs - 2_570)).toBeLessThan(100);
    for (const { startMs, endMs } of first!.words!) {
      expect(startMs).toBeGreaterThanOrEqual(first!.startMs);
      expect(endMs).toBeLessThanOrEqual(first!.endMs);
    }
  });

  it('does without word times on a server that does not know them, and asks for them no more', async () => {
    await start({ jsonOnly: true });
    const subject = speech();
    const { finals } = await listen(ENGLISH, subject);
    expect(finals.map(({ text }) => text)).toEqual(TWO_SENTENCES.map(({ text }) => text));
    expect(finals[0]).not.toHaveProperty('words');
    expect(subject.capabilities.wordTimes).toBe(false);
    await listen(ENGLISH, subject);
    expect(server.requests.slice(-2).map(({ fields }) => fields['response_format'])).toEqual([
      'json',
      'json',
    ]);
  });

  it('tells the server the language, the model and the names to listen for', async () => {
    await listen({ language: 'en-US', keyterms: ['Mneme', 'Grace Hopper'] });
    expect(server.requests[0]!.fields).toMatchObject({
      model: 'whisper-1',
      language: 'en',
      prompt: 'Mneme, Grace Hopper.',
    });
  });

  it('lets the server find out the language, and tells which it was', async () => {
    const { finals } = await listen({ language: 'multi' });
    expect(server.requests[0]!.fields).not.toHaveProperty('language');
    expect(finals.map(({ language }) => language)).toEqual(['en', 'en']);
  });

  it('asks again, with a language of the owner, when the server finds one that the owner does not speak', async () => {
    await start({ heardLanguages: ['welsh', 'english'] });
    await listen({ language: 'multi', languages: ['de', 'en'] });
    const asked = server.requests.map(({ fields }) => fields['language']);
    expect(asked.filter((language) => language === 'de')).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });

  it('drops what a server makes up out of the names that it was told', async () => {
    const echo = JSON.stringify({ text: 'Ada Lovelace, Grace Hopper, Mneme.' });
    server.failNext({ kind: 'body', body: echo }, { kind: 'body', body: echo });
    const { finals, progress } = await listen({
      language: 'en',
      keyterms: ['Ada Lovelace', 'Grace Hopper', 'Mneme', 'Turing'],
    });
    expect(finals).toEqual([]);
    expect(progress.at(-1)!.handledMs).toBe(Math.round(known.samples.length / 16));
  });

  it('drops what the server itself takes for silence', async () => {
    const segments = [
      { text: 'Thank you.', start: 0, end: 1, no_speech_prob: 0.9, avg_logprob: -1.4 },
      { text: ' We should meet.', start: 1, end: 2, no_speech_prob: 0.1, avg_logprob: -0.2 },
    ];
    const answer = { text: 'Thank you. We should meet.', language: 'english', segments };
    server.failNext({ kind: 'body', body: JSON.stringify(answer) });
    const { finals } = await listen();
    expect(finals[0]!.text).toBe('We should meet.');
  });

  it.each([
    ['is away for a moment', [{ kind: 'status', status: 503 }]],
    ['breaks off in the middle of an answer', [{ kind: 'cut' }]],
    ['does not answer in time', [{ kind: 'silence' }]],
    ['answers nonsense', [{ kind: 'body', body: '<html>' }]],
    [
      'answers more than can be said',
      [{ kind: 'body', body: JSON.stringify({ text: 'so '.repeat(9_000) }) }],
    ],
    [
      'does not stop answering',
      [{ kind: 'body', body: JSON.stringify({ text: 'so', padding: 'x'.repeat(2_000_000) }) }],
    ],
    ['is busy for a second', [{ kind: 'status', status: 429, retryAfter: '1' }]],
    ['fails twice', [{ kind: 'status', status: 500 }, { kind: 'cut' }]],
  ] as const)('loses and doubles nothing when the server %s', async (_how, faults) => {
    server.failNext(...faults);
    const { finals, errors } = await listen();
    expect(errors).toEqual([]);
    expect(finals.map(({ text }) => text)).toEqual(TWO_SENTENCES.map(({ text }) => text));
  });

  it('gives up a server that stays away, having said how far it came', async () => {
    const stream = await speech().open(ENGLISH, ear);
    stream.push(known.samples.subarray(0, 4 * 16_000));
    await vi.waitFor(() => expect(ear.finals).toHaveLength(1));
    server.failNext(...new Array(8).fill({ kind: 'status', status: 503 }));
    stream.push(known.samples.subarray(4 * 16_000));
    await clock.advanceUntilSettled(stream.flush().catch(() => undefined));
    expect(ear.errors).toMatchObject([{ kind: 'unavailable', code: 'SPEECH_UNAVAILABLE' }]);
    expect(JSON.stringify(ear.errors)).not.toContain('vendor');
    expect(ear.progress.at(-1)!.handledMs).toBeGreaterThan(3_300);
    expect(ear.progress.at(-1)!.handledMs).toBeLessThanOrEqual(4_760);
    await expect(stream.flush()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
    await stream.close();
    expect(ear.errors).toHaveLength(1);
  });

  describe('on a server that breaks at one utterance, every time', () => {
    const wordless: number[][] = [];
    beforeEach(async () => {
      wordless.length = 0;
      Object.assign(ear, { onWordless: (...place: number[]) => wordless.push(place) });
      await start({ chokesOn: 'library' });
    });

    it('gives this utterance up, as one without words, and goes on', async () => {
      const { finals, errors, progress } = await listen();
      expect(finals.map(({ text }) => text)).toEqual([TWO_SENTENCES[1]!.text]);
      expect(wordless).toHaveLength(1);
      expect(Math.abs(wordless[0]![0]! - TWO_SENTENCES[0]!.startMs)).toBeLessThan(400);
      expect(errors).toEqual([]);
      expect(progress.at(-1)!.speechMs).toBeGreaterThan(3_000);
    });

    it('gives nothing up as long as it has not seen that others can be written down', async () => {
      const stream = await speech().open(ENGLISH, ear);
      stream.push(known.samples.subarray(0, 4 * 16_000));
      await clock.advanceUntilSettled(stream.close());
      expect(ear.errors).toMatchObject([{ code: 'SPEECH_UNAVAILABLE', details: { reason: 'failed' } }]);
      expect(wordless).toEqual([]);
      expect(ear.progress.at(-1)!.handledMs).toBeLessThanOrEqual(1_270);
    });
  });

  it('stays away at once from a server that asks for a long wait', async () => {
    server.failNext({ kind: 'status', status: 429, retryAfter: '60' });
    const { errors } = await listen();
    expect(errors).toMatchObject([
      { kind: 'rate_limited', code: 'SPEECH_RATE_LIMITED', retryAfterMs: 60_000 },
    ]);
  });

  it.each([
    ['the key', { apiKey: 'right' }, { apiKey: 'wrong' }, 'SPEECH_CREDENTIALS_REFUSED'],
    ['the address', {}, { url: 'PATH' }, 'SPEECH_REQUEST_REFUSED'],
  ] as const)('gives up at once when the server does not accept %s', async (_what, served, asked, code) => {
    await start(served);
    const options = 'url' in asked ? { url: `${server.url}/elsewhere` } : asked;
    const { errors } = await listen(ENGLISH, speech(options));
    expect(errors).toMatchObject([{ kind: 'unavailable', code }]);
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  it('takes neither key nor sound along to where a server points', async () => {
    const elsewhere = await OpenAiSpeechServer.start({ recording: known.recording });
    const location = `${elsewhere.url}/audio/transcriptions`;
    server.failNext(...new Array(8).fill({ kind: 'redirect', location }));
    const { errors } = await listen(ENGLISH, speech({ apiKey: 'secret' }));
    expect(errors).toMatchObject([{ code: 'SPEECH_REQUEST_REFUSED' }]);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.stop();
  });

  it('lets no stream wait for a server when it is closed', async () => {
    server.failNext({ kind: 'silence' }, { kind: 'silence' });
    const subject = speech();
    const stream = await subject.open(ENGLISH, ear);
    stream.push(known.samples);
    await vi.waitFor(() => expect(server.requests.length).toBeGreaterThan(0));
    await subject.close();
    await stream.close();
    expect(ear.errors).toMatchObject([{ code: 'SPEECH_UNAVAILABLE', details: { reason: 'ended' } }]);
  });

  it('dies with the thread that hears voices', async () => {
    const mortal = known.mortalVoices();
    const stream = await speech({ voices: mortal }).open(ENGLISH, ear);
    stream.push(known.samples.subarray(0, 2 * 16_000));
    await mortal.close();
    expect(ear.errors).toMatchObject([{ kind: 'unavailable', code: 'SPEECH_UNAVAILABLE' }]);
    await expect(stream.flush()).rejects.toMatchObject({ code: 'SPEECH_UNAVAILABLE' });
    await stream.close();
    expect(ear.errors).toHaveLength(1);
  });

  it('says that sound stays here when the server is on this machine', () => {
    expect(speech().capabilities.remote).toBe(false);
    expect(speech({ url: 'https://api.openai.com/v1' }).capabilities.remote).toBe(true);
  });
});
