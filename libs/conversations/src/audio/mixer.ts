import type { PlacedSound } from './stored-sound.rules.js';

/** Samples mixed at once: half a second at 16 kHz. Short enough to be a matter of microseconds, long enough to be a good chunk to send. */
const BLOCK_SAMPLES = 8_000;

export type ReadSamples = (sound: PlacedSound, from: number, to: number) => AsyncIterable<Int16Array>;

/**
 * What was to be heard from sample `from` to sample `to` of a conversation: silence where nothing was recorded, all voices together where
 * several were. Reads each sound once, as far as the range needs it, and holds half a second of each.
 */
export async function* mix(
  sounds: readonly PlacedSound[],
  { from, to }: { readonly from: number; readonly to: number },
  read: ReadSamples,
): AsyncGenerator<Int16Array> {
  const touched = sounds.filter((sound) => sound.startSample < to && endOf(sound) > from);
  const playing = new Map<PlacedSound, SampleTape>();
  try {
    for (let at = from; at < to; at += BLOCK_SAMPLES) {
      const end = Math.min(to, at + BLOCK_SAMPLES);
      const sum = new Int32Array(end - at);
      for (const sound of touched.filter((one) => one.startSample < end && endOf(one) > at)) {
        const first = Math.max(at, sound.startSample);
        const last = Math.min(end, endOf(sound));
        const tape = playing.get(sound) ?? tapeOf(sound, first, Math.min(to, endOf(sound)), read);
        playing.set(sound, tape);
        await tape.addTo(sum.subarray(first - at, last - at));
        if (last === endOf(sound)) playing.delete(sound);
      }
      yield clipped(sum);
    }
  } finally {
    await Promise.all([...playing.values()].map((tape) => tape.stop()));
  }
}

function endOf({ startSample, samples }: PlacedSound): number {
  return startSample + samples;
}

function tapeOf(sound: PlacedSound, first: number, last: number, read: ReadSamples): SampleTape {
  const into = sound.fromSample - sound.startSample;
  return new SampleTape(read(sound, first + into, last + into));
}

/** A stream of samples that is played in steps of any length. */
class SampleTape {
  private readonly pieces: AsyncIterator<Int16Array>;
  private rest = new Int16Array(0);

  constructor(pieces: AsyncIterable<Int16Array>) {
    this.pieces = pieces[Symbol.asyncIterator]();
  }

  /** Adds the next samples to what is there. */
  async addTo(sum: Int32Array): Promise<void> {
    for (let filled = 0; filled < sum.length;) {
      if (this.rest.length === 0 && !(await this.advance())) return;
      const part = this.rest.subarray(0, sum.length - filled);
      for (let n = 0; n < part.length; n += 1) sum[filled + n]! += part[n]!;
      filled += part.length;
      this.rest = this.rest.subarray(part.length);
    }
  }

  async stop(): Promise<void> {
    await this.pieces.return?.();
  }

  private async advance(): Promise<boolean> {
    const next = await this.pieces.next();
    if (next.done) return false;
    this.rest = next.value as Int16Array<ArrayBuffer>;
    return true;
  }
}

function clipped(sum: Int32Array): Int16Array {
  return Int16Array.from(sum, (value) => Math.max(-32_768, Math.min(32_767, value)));
}
