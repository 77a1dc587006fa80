import { describe, expect, it, vi } from 'vitest';
import { failuresOf, runContract } from '#libs/kernel/testing';
import {
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../ports/speech-to-text.js';
import { FakeSpeechToText } from './fake-speech-to-text.js';
import { ListeningEar } from './listening-ear.js';
import { speechToTextContract } from './speech-to-text.contract.js';
import { TWO_SENTENCES } from './two-sentences.js';

const SECOND = new Int16Array(16_000);

runContract(
  speechToTextContract({
    name: 'fake',
    create: () => ({
      subject: new FakeSpeechToText({ utterances: TWO_SENTENCES }),
      dispose: () => undefined,
    }),
  }),
);

/** Says "hello" for every push, whenever and to whomever, and never finishes counting. */
class BrokenSpeechToText extends SpeechToText {
  override readonly name = 'broken';
  override readonly capabilities: SpeechCapabilities = {
    partialResults: false,
    diarization: false,
    wordTimes: true,
    languages: ['en'],
    multilingual: false,
    keyterms: false,
    remote: false,
  };

  override warmUp(): Promise<void> {
    return Promise.resolve();
  }
  override open(options: { language: string }, events: SpeechStreamEvents): Promise<SpeechStream> {
    if (options.language.includes('-')) return Promise.reject(new Error('no regions'));
    const hello = (): RecognizedUtterance => ({
      text: 'hello',
      startMs: Math.random(),
      endMs: 2_700,
      speaker: 0,
    });
    const tell = () => {
      events.onPartial(hello());
      events.onFinal(hello());
      events.onProgress(1, 1);
    };
    return Promise.resolve({
      push: tell,
      backlogMs: -1,
      flush: () => Promise.resolve(tell()),
      close: () => Promise.resolve(),
    });
  }
  override transcribe(): Promise<RecognizedUtterance[]> {
    return Promise.resolve([]);
  }
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

describe('the contract of SpeechToText', () => {
  it('fails, promise by promise, on a recognizer that breaks them all', async () => {
    const contract = speechToTextContract({
      name: 'broken',
      create: () => ({ subject: new BrokenSpeechToText(), dispose: () => undefined }),
    });
    expect(await failuresOf(contract)).toEqual(contract.tests.map(({ title }) => title));
  });
});

describe('FakeSpeechToText', () => {
  it('shows the words so far while an utterance is being said', async () => {
    const ear = new ListeningEar();
    const speech = new FakeSpeechToText({
      utterances: [{ text: 'one two three four', startMs: 0, endMs: 4_000 }],
    });
    const stream = await speech.open({ language: 'en' }, ear);
    stream.push(SECOND);
    stream.push(SECOND);
    await vi.waitFor(() => expect(ear.partials.map(({ text }) => text)).toEqual(['one', 'one two']));
    expect(ear.finals).toEqual([]);
    expect(stream.backlogMs).toBe(2_000);
  });

  it('dies where its script says so, and plays the next script in the next stream', async () => {
    const ear = new ListeningEar();
    const speech = new FakeSpeechToText(
      { utterances: [{ text: 'before after', startMs: 500, endMs: 2_500 }], failAtMs: 2_000 },
      { utterances: [{ text: 'again', startMs: 0, endMs: 900 }] },
    );
    const dying = await speech.open({ language: 'en' }, ear);
    dying.push(new Int16Array(48_000));
    await vi.waitFor(() => expect(ear.errors).toMatchObject([{ code: 'SPEECH_UNAVAILABLE' }]));
    expect(ear.finals).toEqual([]);
    expect(ear.progress.at(-1)?.handledMs).toBe(500);
    const next = await speech.open({ language: 'multi' }, ear);
    next.push(SECOND);
    await next.close();
    expect(ear.finals.map(({ text }) => text)).toEqual(['again']);
    expect(speech.opened).toEqual(['en', 'multi']);
  });
});
