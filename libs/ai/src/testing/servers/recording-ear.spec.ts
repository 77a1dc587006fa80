import { describe, expect, it } from 'vitest';
import { TWO_SENTENCES, twoSentences } from '../two-sentences.js';
import { KnownRecording } from './known-recording.js';
import { ScriptedHearing } from './scripted-hearing.js';

const samplesOf = (ms: number) => ms * 16;
const bytesOf = (samples: Int16Array) => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

/** Hears pieces one after the other, asked for its final words after each where `finishes`. */
function hear(recording: KnownRecording, pieces: readonly Int16Array[], finishes = false) {
  const heard: { text: string; startMs: number; endMs: number }[] = [];
  const hearing = new ScriptedHearing(
    [],
    { pauseMs: 500, recording },
    { onPartial: () => undefined, onFinal: (words) => void heard.push(...words) },
  );
  for (const piece of pieces) {
    hearing.hear(bytesOf(piece), () => true);
    if (finishes) hearing.finish();
  }
  hearing.finish();
  return { heard, text: heard.map(({ text }) => text).join(' ') };
}

const [FIRST, SECOND] = TWO_SENTENCES.map(({ text }) => text);

describe('a server that knows a recording', () => {
  it('hears its words where they are said', async () => {
    const samples = await twoSentences();
    const { heard, text } = hear(new KnownRecording(samples, TWO_SENTENCES), [samples]);
    expect(text).toBe(`${FIRST} ${SECOND}`);
    expect(heard[0]!.startMs).toBeCloseTo(TWO_SENTENCES[0]!.startMs, -2);
    expect(heard.at(-1)!.endMs).toBeCloseTo(TWO_SENTENCES[1]!.endMs, -2);
  });

  it('hears them in any part of it, at the place where they are in that part', async () => {
    const samples = await twoSentences();
    const recording = new KnownRecording(samples, TWO_SENTENCES);
    const { heard, text } = hear(recording, [samples.subarray(samplesOf(4_003))]);
    expect(text).toBe(SECOND);
    expect(heard[0]!.startMs).toBeCloseTo(TWO_SENTENCES[1]!.startMs - 4_003, -2);
  });

  it('hears them with the silence left out, and twice what is sent twice', async () => {
    const samples = await twoSentences();
    const recording = new KnownRecording(samples, TWO_SENTENCES);
    const first = samples.subarray(samplesOf(1_000), samplesOf(3_750));
    const second = samples.subarray(samplesOf(4_500), samplesOf(6_700));
    expect(hear(recording, [first, second]).text).toBe(`${FIRST} ${SECOND}`);
    expect(hear(recording, [second, first, second]).text).toBe(`${SECOND} ${FIRST} ${SECOND}`);
  });

  it('hears every word once, however often it is asked for what it has', async () => {
    const samples = await twoSentences();
    const recording = new KnownRecording(samples, TWO_SENTENCES);
    const pieces = [1_900, 2_450, 2_500, 3_000, 5_500, 7_300].map((endMs, index, ends) =>
      samples.subarray(samplesOf(ends[index - 1] ?? 0), samplesOf(endMs)),
    );
    expect(hear(recording, pieces, true).text).toBe(`${FIRST} ${SECOND}`);
  });

  it('hears nothing in silence and in other sound', async () => {
    const samples = await twoSentences();
    const recording = new KnownRecording(samples, TWO_SENTENCES);
    const tone = Int16Array.from({ length: samplesOf(3_000) }, (_, index) => 8_000 * Math.sin(index / 5));
    expect(hear(recording, [new Int16Array(samplesOf(5_000)), tone]).text).toBe('');
  });
});
