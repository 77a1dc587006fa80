import { describe, expect, it } from 'vitest';
import type { RecognizedUtterance } from '../../ports/speech-to-text.js';
import { UtteranceBuilder } from './utterance-builder.js';
import type { VendorWord } from './vendor-word.js';

const word = (text: string, startSeconds: number, rest: Partial<VendorWord> = {}): VendorWord => ({
  text,
  startSeconds,
  endSeconds: startSeconds + 0.3,
  ...rest,
});

function building(limitMs = 100_000) {
  const told: RecognizedUtterance[] = [];
  const builder = new UtteranceBuilder(
    (utterance) => void told.push(utterance),
    () => limitMs,
  );
  return { told, builder, texts: () => told.map(({ text }) => text) };
}

describe('utterance builder', () => {
  it('joins consecutive words of one speaker, from the start of the first to the end of the last', () => {
    const { builder, told } = building();
    builder.add([word('We', 1), word('should', 1.3, { confidence: 0.5 }), word('meet.', 1.7)]);
    builder.end();
    expect(told).toEqual([
      {
        text: 'We should meet.',
        startMs: 1_000,
        endMs: 2_000,
        speaker: 0,
        words: [
          { text: 'We', startMs: 1_000, endMs: 1_300 },
          { text: 'should', startMs: 1_300, endMs: 1_600, confidence: 0.5 },
          { text: 'meet.', startMs: 1_700, endMs: 2_000 },
        ],
      },
    ]);
  });

  it('begins an utterance with another speaker, numbered in the order in which they came', () => {
    const { builder, told } = building();
    builder.add([word('Yes?', 0, { speaker: 'S2' }), word('No.', 0.4, { speaker: 'S1' })]);
    builder.add([word('Oh!', 0.8, { speaker: 'S2' })]);
    builder.end();
    expect(told.map(({ text, speaker }) => [text, speaker])).toEqual([
      ['Yes?', 0],
      ['No.', 1],
      ['Oh!', 0],
    ]);
  });

  it('gives a word without a speaker to the speaker before it', () => {
    const { builder, texts } = building();
    builder.add([word('One', 0, { speaker: 3 }), word('two', 0.4), word('three', 0.8, { speaker: 3 })]);
    builder.end();
    expect(texts()).toEqual(['One two three']);
  });

  it('ends an utterance where nobody speaks for a second', () => {
    const { builder, texts } = building();
    builder.add([word('before', 0), word('it', 1.2), word('after', 2.5)]);
    expect(texts()).toEqual(['before it']);
  });

  it('writes marks without a space, and words without one where the language has none', () => {
    const { builder, told } = building();
    builder.add([word('Well', 0), word(',', 0.3, { glue: 'attached' }), word('yes', 0.4), word('?!', 0.7)]);
    builder.end();
    builder.add([word('你', 2), word('好', 2.3, { glue: 'joined' }), word('。', 2.6, { glue: 'attached' })]);
    builder.end();
    expect(told.map(({ text }) => text)).toEqual(['Well, yes?!', '你好。']);
    expect(told[0]!.words!.map(({ text }) => text)).toEqual(['Well,', 'yes', '?!']);
  });

  it('sorts words that come in any order, and keeps voices that overlap from overlapping', () => {
    const { builder, told } = building();
    builder.add([word('over', 0.9, { speaker: 1 }), word('talking', 0.8, { endSeconds: 1.5, speaker: 0 })]);
    builder.add([word('late', 0.2, { speaker: 0 })]);
    builder.end();
    expect(told.map(({ text, startMs, endMs }) => [text, startMs, endMs])).toEqual([
      ['talking', 800, 1_500],
      ['over', 1_500, 1_501],
      ['late', 1_501, 1_502],
    ]);
  });

  it('takes nothing without text for a word', () => {
    const { builder, told } = building();
    builder.add([word(' ', 0)]);
    expect(builder.preview([word('', 0.2)])).toBeNull();
    builder.end();
    expect(told).toEqual([]);
  });

  it('ends no utterance after the audio, whatever time a vendor claims', () => {
    const { builder, told } = building(2_000);
    builder.add([word('soon', 1.9, { endSeconds: 2.4 }), word('never', 5_000)]);
    builder.end();
    expect(told.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([[1_900, 2_001]]);
  });

  it('cuts a long speech after a sentence, and an endless sentence anywhere', () => {
    const { builder, texts } = building();
    const speech = Array.from({ length: 200 }, (_, index) =>
      word(index === 40 ? 'stop.' : 'on', index * 0.4, { endSeconds: (index + 1) * 0.4 }),
    );
    builder.add(speech);
    builder.end();
    const lengths = texts().map((text) => text.split(' ').length);
    expect(lengths).toEqual([41, 75, 75, 9]);
    expect(texts()[0]).toMatch(/stop\.$/);
  });

  it('tells the language that most words of an utterance are of', () => {
    const { builder, told } = building();
    builder.add([
      word('Hola', 0, { language: 'es' }),
      word('my', 0.3, { language: 'en-US' }),
      word('amigo', 0.6, { language: 'es' }),
    ]);
    builder.end();
    expect(told[0]!.language).toBe('es');
  });

  it('previews words that are not final, and forgets them', () => {
    const { builder, texts } = building();
    builder.add([word('One', 0, { speaker: 'a' })]);
    const partial = [word('two', 0.4, { speaker: 'a' }), word('Three', 0.9, { speaker: 'b' })];
    expect(builder.preview(partial)).toMatchObject({ text: 'One two', startMs: 0, endMs: 700, speaker: 0 });
    builder.end();
    expect(builder.preview(partial.slice(1))).toMatchObject({ text: 'Three', speaker: 1 });
    expect(builder.preview([])).toBeNull();
    expect(texts()).toEqual(['One']);
  });
});
