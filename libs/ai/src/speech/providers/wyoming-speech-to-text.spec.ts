import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { ManualClock, runContract } from '#libs/kernel/testing';
import type { SpeechOptions } from '../../ports/speech-to-text.js';
import { KnownSpeech } from '../../testing/known-speech.js';
import { ListeningEar } from '../../testing/listening-ear.js';
import { WyomingServer, type WyomingServerOptions } from '../../testing/servers/wyoming-server.js';
import { speechToTextContract } from '../../testing/speech-to-text.contract.js';
import { TWO_SENTENCES } from '../../testing/two-sentences.js';
import { WyomingSpeechToText, type WyomingOptions } from './wyoming-speech-to-text.js';

let known: KnownSpeech;

beforeAll(async () => {
  known = await KnownSpeech.prepare();
});
afterAll(() => known.dispose());

runContract(
  speechToTextContract({
    name: 'a Wyoming server',
    create: async () => {
      const server = await WyomingServer.start({ recording: known.recording });
      const subject = new WyomingSpeechToText({
        url: server.url,
        clock: new SystemClock(),
        voices: known.voices,
      });
      await subject.warmUp();
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
const TEXTS = TWO_SENTENCES.map(({ text }) => text);

describe('WyomingSpeechToText', () => {
  let server: WyomingServer;
  let clock: ManualClock;
  let ear: ListeningEar;

  const start = async (options: Partial<WyomingServerOptions> = {}) => {
    await server?.stop();
    server = await WyomingServer.start({ recording: known.recording, ...options });
  };
  const speech = (options: Partial<WyomingOptions> = {}) =>
    new WyomingSpeechToText({ url: server.url, clock, voices: known.voices, ...options });

  beforeEach(async () => {
    await start();
    clock = new ManualClock();
    ear = new ListeningEar();
  });
  afterEach(() => server.stop());

  /** Hears the recording, while time goes on. */
  const listen = (options: SpeechOptions = ENGLISH, subject = speech()) =>
    known.tell(subject, ear, options, clock);

  it('learns from the server which languages it understands', async () => {
    await start({ languages: ['de', 'en-GB', 'French'] });
    const subject = speech();
    await subject.warmUp();
    expect(subject.capabilities).toMatchObject({ languages: ['de', 'en', 'fr'], multilingual: true });
    await expect(subject.open({ language: 'it' }, ear)).rejects.toMatchObject({
      code: 'LANGUAGE_UNSUPPORTED',
    });
  });

  it('tells the server the language and the model, and sends nothing but what somebody says', async () => {
    await listen({ language: 'en-US' }, speech({ model: 'small' }));
    expect(server.requests.map(({ data }) => data)).toEqual(
      new Array(2).fill({ language: 'en', name: 'small' }),
    );
    for (const { durationMs } of server.requests) expect(durationMs).toBeLessThan(3_100);
  });

  it('lets the server find out the language, and tells which it was', async () => {
    await start({ heardLanguage: 'en' });
    const { finals } = await listen({ language: 'multi' });
    expect(server.requests[0]!.data).not.toHaveProperty('language');
    expect(finals.map(({ language }) => language)).toEqual(['en', 'en']);
  });

  it('understands a server that tells the text in pieces only', async () => {
    await start({ streams: true });
    expect((await listen()).finals.map(({ text }) => text)).toEqual(TEXTS);
  });

  it('answers a ping, and does not mind what it does not know', async () => {
    await start({ chatters: true });
    expect((await listen()).finals.map(({ text }) => text)).toEqual(TEXTS);
    await vi.waitFor(() => expect(server.pongs).toEqual(['are you there', 'are you there']));
  });

  it.each([
    ['hangs up in the middle of an utterance', [{ kind: 'cut' }]],
    ['says that something went wrong', [{ kind: 'error' }]],
    ['does not answer in time', [{ kind: 'silence' }]],
    ['speaks another protocol', [{ kind: 'bytes', bytes: 'HTTP/1.1 400 Bad Request\r\n\r\n' }]],
    ['sends a line without an end', [{ kind: 'bytes', bytes: 'x'.repeat(300_000) }]],
    ['promises more data than can be', [{ kind: 'bytes', bytes: '{"type":"info","data_length":1e12}\n' }]],
    ['sends a transcript without a text', [{ kind: 'bytes', bytes: '{"type":"transcript"}\n' }]],
    ['fails twice', [{ kind: 'error' }, { kind: 'cut' }]],
  ] as const)('loses and doubles nothing when the server %s', async (_how, faults) => {
    server.failNext(...faults);
    const { finals, errors } = await listen();
    expect(errors).toEqual([]);
    expect(finals.map(({ text }) => text)).toEqual(TEXTS);
  });

  it('gives up a server that stays away, having said how far it came', async () => {
    const stream = await speech().open(ENGLISH, ear);
    stream.push(known.samples.subarray(0, 4 * 16_000));
    await vi.waitFor(() => expect(ear.finals).toHaveLength(1));
    await server.stop();
    stream.push(known.samples.subarray(4 * 16_000));
    await clock.advanceUntilSettled(stream.close());
    expect(ear.errors).toMatchObject([{ kind: 'unavailable', code: 'SPEECH_UNAVAILABLE' }]);
    expect(ear.progress.at(-1)!.handledMs).toBeLessThanOrEqual(4_760);
  });

  it('is not there when the server is not', async () => {
    const subject = speech();
    await server.stop();
    const away = { kind: 'unavailable', code: 'SPEECH_UNAVAILABLE', details: { reason: 'unreachable' } };
    await expect(subject.warmUp()).rejects.toMatchObject(away);
    await expect(subject.open(ENGLISH, ear)).rejects.toMatchObject(away);
  });

  it('says where speech was of which the server made no words', async () => {
    server.failNext({ kind: 'bytes', bytes: '{"type":"transcript","data":{"text":""}}\n' });
    const wordless: number[][] = [];
    Object.assign(ear, { onWordless: (startMs: number, endMs: number) => wordless.push([startMs, endMs]) });
    const { finals } = await listen();
    expect(finals).toHaveLength(1);
    expect(wordless).toHaveLength(1);
    expect(Math.abs(wordless[0]![0]! - TWO_SENTENCES[0]!.startMs)).toBeLessThan(400);
  });
});
