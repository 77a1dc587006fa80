import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';
import type { ScriptedUtterance } from '../fake-speech-to-text.js';

/** One word that is said in a recording; milliseconds since its first sample. */
export interface SpokenWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Loudness is compared in steps of 10 ms. */
const STEP_MS = 10;
const STEP_SAMPLES = (SPEECH_SAMPLE_RATE * STEP_MS) / 1_000;
/** The same sound through a codec differs by less, two different ones by more. */
const SAME_SOUND_DB = 6;

/**
 * A recording whose words are known. Servers that take whole utterances recognize nothing; they look up where in the recording the sound
 * that they received lies, by its loudness, so that it may have been through a codec, and answer the words that are said there.
 */
export class KnownRecording {
  private readonly words: readonly SpokenWord[];
  private readonly levels: Float32Array;

  constructor(samples: Int16Array, utterances: readonly ScriptedUtterance[]) {
    this.words = utterances.flatMap(wordsOf);
    this.levels = levelsOf(samples);
  }

  /** The words whose middle lies in this sound; their times count from its first sample. None for sound from elsewhere. */
  wordsIn(samples: Int16Array): SpokenWord[] {
    const startMs = this.placeOf(samples);
    if (startMs === undefined) return [];
    return this.wordsBetween(startMs, startMs + (samples.length * 1_000) / SPEECH_SAMPLE_RATE);
  }

  /** Where in the recording this sound begins; undefined for sound from elsewhere. */
  placeOf(samples: Int16Array): number | undefined {
    return this.find(levelsOf(samples));
  }

  /** The words whose middle lies between two places; their times count from the first. */
  wordsBetween(startMs: number, endMs: number): SpokenWord[] {
    const isHeard = (word: SpokenWord) => {
      const middleMs = (word.startMs + word.endMs) / 2;
      return middleMs >= startMs && middleMs < endMs;
    };
    return this.words.filter(isHeard).map((word) => ({
      text: word.text,
      startMs: word.startMs - startMs,
      endMs: word.endMs - startMs,
    }));
  }

  /** Where these levels fit best; undefined when they fit nowhere. */
  private find(levels: Float32Array): number | undefined {
    let best = { step: 0, differenceDb: Infinity };
    for (let step = 0; step + levels.length <= this.levels.length; step += 1) {
      const differenceDb = this.differenceAt(step, levels);
      if (differenceDb < best.differenceDb) best = { step, differenceDb };
    }
    return best.differenceDb < SAME_SOUND_DB ? best.step * STEP_MS : undefined;
  }

  private differenceAt(step: number, levels: Float32Array): number {
    let sum = 0;
    for (let index = 0; index < levels.length; index += 1) {
      sum += Math.abs(levels[index]! - this.levels[step + index]!);
    }
    return sum / Math.max(1, levels.length);
  }
}

/** An utterance's words, said at an even pace. */
function wordsOf({ text, startMs, endMs }: ScriptedUtterance): SpokenWord[] {
  const words = text.split(' ');
  const wordMs = (endMs - startMs) / words.length;
  return words.map((word, index) => ({
    text: word,
    startMs: Math.round(startMs + index * wordMs),
    endMs: Math.round(startMs + (index + 1) * wordMs),
  }));
}

/** Loudness in dB of each whole step. Quieter than 30 dB, where codecs differ, counts as 30. */
function levelsOf(samples: Int16Array): Float32Array {
  return Float32Array.from({ length: Math.floor(samples.length / STEP_SAMPLES) }, (_, step) => {
    let sum = 0;
    for (const sample of samples.subarray(step * STEP_SAMPLES, (step + 1) * STEP_SAMPLES)) {
      sum += sample * sample;
    }
    return Math.max(30, 10 * Math.log10(sum / STEP_SAMPLES + 1));
  });
}
