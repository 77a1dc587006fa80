import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { ManualClock, runContract } from '#libs/kernel/testing';
import type { SpeechOptions } from '../../ports/speech-to-text.js';
import { ListeningEar } from '../../testing/listening-ear.js';
import { remoteSpeechContract } from '../../testing/remote-speech.contract.js';
import { scriptedWords } from '../../testing/servers/scripted-words.js';
import { SpeechmaticsServer } from '../../testing/servers/speechmatics-server.js';
import { speechToTextContract } from '../../testing/speech-to-text.contract.js';
import { TWO_SENTENCES, twoSentences } from '../../testing/two-sentences.js';
import { SpeechmaticsSpeechToText } from './speechmatics-speech-to-text.js';

const WORDS = scriptedWords(TWO_SENTENCES);

runContract(
  speechToTextContract({
    name: 'speechmatics',
    create: async () => {
      const server = await SpeechmaticsServer.start({ words: WORDS });
      const { apiKey, url } = server;
      return {
        subject: new SpeechmaticsSpeechToText({ apiKey, url, clock: new SystemClock() }),
        dispose: () => server.stop(),
      };
    },
  }),
);

runContract(
  remoteSpeechContract({
    name: 'speechmatics',
    create: async () => {
      const server = await SpeechmaticsServer.start();
      const { apiKey, url } = server;
      const clock = new ManualClock();
      const speech = new SpeechmaticsSpeechToText({ apiKey, url, clock });
      return { subject: { speech, server, clock }, dispose: () => server.stop() };
    },
  }),
);

describe('SpeechmaticsSpeechToText', () => {
  let server: SpeechmaticsServer;
  let clock: ManualClock;

  beforeEach(async () => {
    server = await SpeechmaticsServer.start({ words: WORDS });
    clock = new ManualClock();
  });
  afterEach(() => server.stop());

  function speech(): SpeechmaticsSpeechToText {
    return new SpeechmaticsSpeechToText({ apiKey: server.apiKey, url: server.url, clock });
  }

  async function configOf(options: SpeechOptions) {
    const stream = await speech().open(options, new ListeningEar());
    await stream.close();
    return server.last.config;
  }

  async function heard(): Promise<ListeningEar> {
    const ear = new ListeningEar();
    const stream = await speech().open({ language: 'en' }, ear);
    stream.push(await twoSentences());
    await stream.close();
    return ear;
  }

  it('asks for what this project needs: raw audio, voices, partial text and ends of utterances', async () => {
    await configOf({ language: 'en-GB', keyterms: ['Mneme', 'umbrella'] });
    expect(server.last.messages[0]).toEqual({
      message: 'StartRecognition',
      audio_format: { type: 'raw', encoding: 'pcm_s16le', sample_rate: 16_000 },
      transcription_config: {
        language: 'en',
        additional_vocab: ['Mneme', 'umbrella'],
        operating_point: 'enhanced',
        diarization: 'speaker',
        enable_partials: true,
        max_delay: 2,
        conversation_config: { end_of_utterance_silence_trigger: 0.7 },
        transcript_filtering_config: { remove_disfluencies: true },
      },
    });
  });

  it.each([
    ['de-AT', [], { language: 'de' }],
    ['zh', [], { language: 'cmn' }],
    ['multi', ['es', 'en-US'], { language: 'es', domain: 'bilingual-en' }],
    ['multi', ['zh', 'en'], { language: 'cmn_en' }],
    ['auto', ['fr', 'en'], { language: 'fr' }],
    ['auto', [], { language: 'en' }],
  ])('asks for %s %j as %j', async (language, languages, asked) => {
    expect(await configOf({ language, languages })).toMatchObject(asked);
  });

  it('joins marks to their words, and drops words that are likely wrong', async () => {
    server.plan({
      words: WORDS.map((word) => (word.text === 'blue' ? { ...word, confidence: 0.39 } : word)),
    });
    const { finals } = await heard();
    expect(finals.map(({ text }) => text)).toEqual([
      'We should meet at the library on Monday.',
      'Please bring the umbrella.',
    ]);
    expect(finals[0]!.words!.at(-1)).toMatchObject({ text: 'Monday.', confidence: 0.98 });
  });

  it('gives words of nobody in particular a voice of their own', async () => {
    const speakers = TWO_SENTENCES.map((said, index) => ({ ...said, speaker: index === 0 ? 0 : -1 }));
    server.plan({ words: scriptedWords(speakers) });
    expect((await heard()).finals.map(({ speaker }) => speaker)).toEqual([0, 1]);
  });

  it('acknowledges at the end every piece of audio that it sent', async () => {
    await heard();
    expect(server.last.messages.at(-1)).toEqual({ message: 'EndOfStream', last_seq_no: 73 });
  });

  it('says how far the audio goes that it wants the words of', async () => {
    const ear = new ListeningEar();
    const stream = await speech().open({ language: 'en' }, ear);
    stream.push((await twoSentences()).subarray(0, 16_000 * 2));
    await stream.flush();
    expect(server.last.messages.at(-1)).toEqual({ message: 'ForceEndOfUtterance', timestamp: 2 });
    expect(ear.finals.map(({ text }) => text)).toEqual(['We should']);
    expect(stream.backlogMs).toBe(0);
    await stream.close();
  });

  it.each([
    ['not_authorised', 'unavailable', 'SPEECH_CREDENTIALS_REFUSED'],
    ['not_allowed', 'unavailable', 'SPEECH_CREDENTIALS_REFUSED'],
    ['quota_exceeded', 'rate_limited', 'SPEECH_RATE_LIMITED'],
    ['timelimit_exceeded', 'rate_limited', 'SPEECH_QUOTA_EXHAUSTED'],
    ['invalid_model', 'invalid', 'LANGUAGE_UNSUPPORTED'],
    ['invalid_config', 'unavailable', 'SPEECH_REQUEST_REFUSED'],
    ['job_error', 'unavailable', 'SPEECH_UNAVAILABLE'],
    ['something_new', 'unavailable', 'SPEECH_UNAVAILABLE'],
  ])('knows what %s means, before a stream and in it', async (error, kind, code) => {
    server.plan({ errorAtMs: 0, error }, { errorAtMs: 1_000, error });
    await expect(speech().open({ language: 'en' }, new ListeningEar())).rejects.toMatchObject({ kind, code });
    const ear = new ListeningEar();
    const stream = await speech().open({ language: 'en' }, ear);
    stream.push(await twoSentences());
    await vi.waitFor(() => expect(ear.errors).toMatchObject([{ kind, code }]));
  });

  it('sends no more than a ping every twenty seconds while nobody speaks', async () => {
    const stream = await speech().open({ language: 'en' }, new ListeningEar());
    await clock.advance(19_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.last.pings).toBe(0);
    await clock.advance(1_000);
    await vi.waitFor(() => expect(server.last.pings).toBe(1));
    await stream.close();
  });
});
