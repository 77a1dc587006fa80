import { describe, expect, it } from 'vitest';
import type { SpeechToText } from '#libs/ai';
import { FakeSpeechToText } from '#libs/ai/testing';
import { AppError } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Metrics, SilentLog } from '#libs/observability';
import { RecordingRecognizer } from './recording-recognizer.js';

const SOUND = new Int16Array(16_000 * 3);
const WORDS = { utterances: [{ text: 'Good morning.', startMs: 100, endMs: 2_000 }] };
const SILENT = { utterances: [] };
const DOWN = { utterances: [], refusal: new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'Down.') };
const options = { language: 'en' };

function recognizer(...inOrder: SpeechToText[]) {
  const clock = new ManualClock();
  const subject = new RecordingRecognizer({ inOrder }, clock, new SilentLog(), new Metrics());
  return { subject, clock };
}

class Endless extends FakeSpeechToText {
  override transcribe(): Promise<never> {
    return new Promise(() => undefined);
  }
}

describe('the recognition of whole recordings', () => {
  it('asks the first provider, and the others when that one fails or finds no words', async () => {
    for (const first of [DOWN, SILENT, { ...WORDS, failAtMs: 10 }]) {
      const { subject } = recognizer(
        new FakeSpeechToText(first).as('first'),
        new FakeSpeechToText(WORDS).as('second', { diarization: true }),
      );
      expect(await subject.recognize(SOUND, options)).toMatchObject({
        provider: 'second',
        tellsVoicesApart: true,
        utterances: [{ text: 'Good morning.' }],
      });
    }
  });

  it('does not knock again at a provider that was away a moment ago', async () => {
    const down = new FakeSpeechToText(DOWN).as('down');
    const { subject, clock } = recognizer(down, new FakeSpeechToText(WORDS));
    await subject.recognize(SOUND, options);
    await subject.recognize(SOUND, options);
    expect(down.opened).toHaveLength(1);
    await clock.advance(60_000);
    await subject.recognize(SOUND, options);
    expect(down.opened).toHaveLength(2);
  });

  it.each([
    ['upstream_error', new FakeSpeechToText(DOWN)],
    ['empty_unexpected', new FakeSpeechToText(SILENT)],
    [
      'config_error',
      new FakeSpeechToText({ ...DOWN, refusal: new AppError('unavailable', 'SPEECH_MODEL_MISSING', 'No.') }),
    ],
  ] as const)('may be tried again after %s', async (outcome, provider) => {
    await expect(recognizer(provider).subject.recognize(SOUND, options)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'SPEECH_NOT_RECOGNIZED',
      details: { outcome },
    });
  });

  it('is given up when it takes far longer than the recording', async () => {
    const { subject, clock } = recognizer(new Endless());
    const answer = subject.recognize(SOUND, options);
    const refusal = expect(answer).rejects.toMatchObject({ details: { outcome: 'timeout' } });
    await clock.advance(60_000);
    await refusal;
  });

  it('cannot help with a language that nobody understands', async () => {
    const { subject } = recognizer(new FakeSpeechToText(WORDS));
    await expect(subject.recognize(SOUND, { language: 'da' })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'SPEECH_REFUSED',
      details: { outcome: 'invalid_input' },
    });
  });
});
