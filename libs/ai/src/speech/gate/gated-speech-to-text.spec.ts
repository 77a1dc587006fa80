import { describe, expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Metrics, SilentLog } from '#libs/observability';
import type { RecognizedUtterance, SpeechOptions } from '../../ports/speech-to-text.js';
import { ListeningEar } from '../../testing/listening-ear.js';
import { audibleWords, WordHearer, type AudibleWord, type Hearing } from '../../testing/word-hearer.js';
import { FRAME_SAMPLES, loudnessDb } from '../audio-frames.js';
import type { VoiceStreamEvents } from '../voice-stream.js';
import { GatedSpeechToText, type GateOptions } from './gated-speech-to-text.js';
import type { Verdicts, VoiceSource } from './verdicts.js';

const ENGLISH: SpeechOptions = { language: 'en' };

/** Takes every frame that is not silent for a voice, and says so a little later, as a thread does. */
class LoudnessVerdicts implements Verdicts {
  private waiting: Int16Array[] = [];
  private rest = new Int16Array(0);
  private isAlive = true;

  constructor(
    private readonly events: VoiceStreamEvents,
    private framesLeft: number,
  ) {}

  push(samples: Int16Array): void {
    const all = Int16Array.from([...this.rest, ...samples]);
    let read = 0;
    for (; read + FRAME_SAMPLES <= all.length; read += FRAME_SAMPLES) {
      this.waiting.push(all.slice(read, read + FRAME_SAMPLES));
    }
    this.rest = all.slice(read);
    queueMicrotask(() => this.tell());
  }
  settle(): Promise<void> {
    this.tell();
    return Promise.resolve();
  }
  async finish(): Promise<void> {
    if (this.rest.length > 0) this.push(new Int16Array(FRAME_SAMPLES - this.rest.length));
    await this.settle();
  }
  end(): void {
    this.isAlive = false;
  }
  untold(): Int16Array {
    return Int16Array.from([...this.waiting.flatMap((frame) => [...frame]), ...this.rest]);
  }

  private tell(): void {
    while (this.isAlive && this.waiting.length > 0) {
      if (this.framesLeft === 0) return this.die();
      this.framesLeft -= 1;
      const samples = this.waiting.shift()!;
      const levelDb = loudnessDb(samples);
      this.events.onFrame({ samples, levelDb, voiced: levelDb > 0 });
    }
  }

  private die(): void {
    this.isAlive = false;
    this.events.onDeath(new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'The thread is gone.'));
  }
}

function voicesThat(dieAfterFrames = Infinity): VoiceSource {
  return {
    warmUp: () => Promise.resolve(),
    open: (events) => Promise.resolve(new LoudnessVerdicts(events, dieAfterFrames)),
  };
}

function gated(hearing: Hearing, options: Partial<GateOptions> = {}) {
  const metrics = new Metrics();
  const inner = new WordHearer({ remote: true, ...hearing });
  const base = {
    mode: 'active' as const,
    voices: voicesThat(),
    clock: new ManualClock(),
    log: new SilentLog(),
  };
  return { speech: new GatedSpeechToText(inner, { ...base, metrics, ...options }), metrics, inner };
}

async function hear(
  speech: GatedSpeechToText | WordHearer,
  samples: Int16Array,
  options = ENGLISH,
): Promise<ListeningEar> {
  const ear = new ListeningEar();
  const stream = await speech.open(options, ear);
  for (let start = 0; start < samples.length; start += 1_600) {
    stream.push(samples.subarray(start, start + 1_600));
    await Promise.resolve();
  }
  await stream.close();
  return ear;
}

async function secondsOf(metrics: Metrics, name: string): Promise<number> {
  const line = (await metrics.render()).split('\n').find((text) => text.startsWith(`${name}{`));
  return Number(line?.split(' ').at(-1) ?? 0);
}

const wordsIn = (utterances: readonly RecognizedUtterance[]) =>
  utterances.flatMap(({ words }) => words ?? []);

/** Minutes of silence with sentences in them. */
const SENTENCES: AudibleWord[] = [3_000, 25_000, 26_500, 70_000, 118_000].flatMap((startMs, sentence) =>
  [0, 1, 2].map((index) => ({
    number: sentence * 3 + index + 1,
    startMs: startMs + index * 350,
    endMs: startMs + index * 350 + 300,
  })),
);
const TWO_MINUTES = audibleWords(SENTENCES, 120_000);

describe('a provider behind the voice gate', () => {
  it('hears every word, where it was said, and little of the silence', async () => {
    const { speech, metrics } = gated({ name: 'vendor' });
    const direct = await hear(new WordHearer({ name: 'direct' }), TWO_MINUTES);
    const ear = await hear(speech, TWO_MINUTES);
    expect(wordsIn(ear.finals).map(({ text }) => text)).toEqual(
      wordsIn(direct.finals).map(({ text }) => text),
    );
    wordsIn(ear.finals).forEach((word, index) => {
      expect(word.startMs).toBeCloseTo(SENTENCES[index]!.startMs, 0);
      expect(word.endMs).toBeCloseTo(SENTENCES[index]!.endMs, 0);
    });
    const sent = await secondsOf(metrics, 'mneme_speech_audio_sent_seconds_total');
    const withheld = await secondsOf(metrics, 'mneme_speech_audio_withheld_seconds_total');
    expect(sent).toBeLessThan(26);
    // The pre-roll that waits at the end is neither.
    expect(sent + withheld).toBeGreaterThan(119.6);
    expect(sent + withheld).toBeLessThan(120.1);
  });

  it('is dealt with to the end, silence included, and never goes back', async () => {
    const { speech } = gated({ name: 'vendor' });
    const { progress } = await hear(speech, TWO_MINUTES);
    const positions = progress.map(({ handledMs }) => handledMs);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions.at(-1)).toBe(120_000);
    // While nobody speaks it goes on.
    expect(positions.filter((position) => position > 40_000 && position < 60_000).length).toBeGreaterThan(20);
  });

  it('tells what was said before a pause without waiting for what comes after it', async () => {
    const { speech } = gated({ name: 'vendor' });
    const ear = new ListeningEar();
    const stream = await speech.open(ENGLISH, ear);
    const until = (ms: number) => TWO_MINUTES.subarray(0, ms * 16);
    stream.push(until(4_500));
    await new Promise((resolve) => setImmediate(resolve));
    expect(ear.finals.map(({ text }) => text)).toEqual(['w1 w2 w3']);
    await stream.close();
  });

  it('sends everything, and loses nothing, when the detector is not there or goes away', async () => {
    const missing: VoiceSource = {
      warmUp: () => Promise.reject(new Error('no model')),
      open: () => Promise.reject(new Error('no model')),
    };
    for (const voices of [missing, voicesThat(0), voicesThat(100), voicesThat(1_000), voicesThat(2_000)]) {
      const { speech, metrics } = gated({ name: 'vendor' }, { voices });
      const { finals, progress } = await hear(speech, TWO_MINUTES);
      expect(wordsIn(finals).map(({ text }) => text)).toEqual(SENTENCES.map(({ number }) => `w${number}`));
      wordsIn(finals).forEach((word, index) =>
        expect(word.startMs).toBeCloseTo(SENTENCES[index]!.startMs, 0),
      );
      expect(progress.at(-1)!.handledMs).toBe(120_000);
      expect(await secondsOf(metrics, 'mneme_speech_audio_sent_seconds_total')).toBeGreaterThan(50);
    }
  });

  it('does as its client wishes', async () => {
    const off = gated({ name: 'vendor' });
    await hear(off.speech, TWO_MINUTES, { ...ENGLISH, voiceGate: 'disabled' });
    expect(await secondsOf(off.metrics, 'mneme_speech_audio_sent_seconds_total')).toBeCloseTo(120, 1);
    const on = gated({ name: 'vendor' }, { mode: 'off' });
    await hear(on.speech, TWO_MINUTES, { ...ENGLISH, voiceGate: 'enabled' });
    expect(await secondsOf(on.metrics, 'mneme_speech_audio_sent_seconds_total')).toBeLessThan(26);
  });

  it('says where somebody spoke for a second and no words came', async () => {
    const long = [
      { number: 1, startMs: 1_000, endMs: 1_500 },
      { number: 2, startMs: 8_000, endMs: 11_000 },
      { number: 3, startMs: 20_000, endMs: 20_500 },
      { number: 4, startMs: 30_000, endMs: 30_500 },
    ];
    const { speech } = gated({ name: 'vendor', misses: new Set([2, 3]) });
    const gaps: [number, number][] = [];
    const ear = Object.assign(new ListeningEar(), {
      onWordless: (startMs: number, endMs: number) => void gaps.push([startMs, endMs]),
    });
    const stream = await speech.open(ENGLISH, ear);
    stream.push(audibleWords(long, 32_000));
    await stream.close();
    expect(ear.finals.map(({ text }) => text)).toEqual(['w1', 'w4']);
    expect(gaps).toHaveLength(1);
    expect(Math.abs(gaps[0]![0] - 8_000)).toBeLessThan(64);
    expect(Math.abs(gaps[0]![1] - 11_000)).toBeLessThan(64);
  });
});

describe('the gate that knows loudness only', () => {
  const noDetector: VoiceSource = {
    warmUp: () => Promise.reject(new Error('nobody needs a model')),
    open: () => Promise.reject(new Error('nobody needs a model')),
  };
  const loud = SENTENCES.map((word) => ({ ...word, number: word.number + 1_000 }));

  it('withholds what is no louder than the room, and loses no word', async () => {
    const { speech, metrics } = gated({ name: 'vendor' }, { mode: 'energy', voices: noDetector });
    await speech.warmUp();
    const { finals, progress } = await hear(speech, audibleWords(loud, 120_000), {
      ...ENGLISH,
      voiceGate: 'enabled',
    });
    expect(wordsIn(finals).map(({ text }) => text)).toEqual(loud.map(({ number }) => `w${number}`));
    wordsIn(finals).forEach((word, index) => expect(word.startMs).toBeCloseTo(loud[index]!.startMs, 0));
    expect(progress.at(-1)!.handledMs).toBe(120_000);
    expect(await secondsOf(metrics, 'mneme_speech_audio_sent_seconds_total')).toBeLessThan(30);
  });

  it('does not take noise for speech that was not understood', async () => {
    const { speech } = gated(
      { name: 'vendor', misses: new Set([1_001]) },
      { mode: 'energy', voices: noDetector },
    );
    const noise = audibleWords([{ number: 1_001, startMs: 2_000, endMs: 6_000 }], 10_000);
    const gaps: number[] = [];
    const ear = Object.assign(new ListeningEar(), {
      onWordless: (startMs: number) => void gaps.push(startMs),
    });
    const stream = await speech.open(ENGLISH, ear);
    stream.push(noise);
    await stream.close();
    expect(ear.progress.at(-1)!.handledMs).toBe(10_000);
    expect(gaps).toEqual([]);
  });
});

describe('the voice gate in shadow mode', () => {
  it('sends everything, and counts what it would have withheld', async () => {
    const { speech, metrics } = gated({ name: 'vendor' }, { mode: 'shadow' });
    const { finals } = await hear(speech, TWO_MINUTES);
    expect(finals).toHaveLength(5);
    expect(await secondsOf(metrics, 'mneme_speech_audio_sent_seconds_total')).toBeCloseTo(120, 1);
    expect(await secondsOf(metrics, 'mneme_speech_audio_withheld_seconds_total')).toBeGreaterThan(90);
    expect(await secondsOf(metrics, 'mneme_speech_words_at_risk_total')).toBe(0);
  });

  it('counts words that a deaf detector would have cost', async () => {
    const deaf: VoiceSource = {
      warmUp: () => Promise.resolve(),
      open: (events) =>
        Promise.resolve(
          new LoudnessVerdicts(
            { ...events, onFrame: (frame) => events.onFrame({ ...frame, voiced: false }) },
            Infinity,
          ),
        ),
    };
    const { speech, metrics } = gated({ name: 'vendor' }, { mode: 'shadow', voices: deaf });
    await hear(speech, TWO_MINUTES);
    expect(await secondsOf(metrics, 'mneme_speech_words_at_risk_total')).toBe(SENTENCES.length);
  });
});
