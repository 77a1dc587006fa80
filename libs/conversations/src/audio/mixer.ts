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
  const deck = new Deck(to, read);
  try {
    for (let at = from; at < to; at += BLOCK_SAMPLES) {
      const sum = new Int32Array(Math.min(to, at + BLOCK_SAMPLES) - at);
      for (const sound of touched) await deck.addTo(sum, at, sound);
      yield clipped(sum);
    }
  } finally {
    await deck.stop();
  }
}

/** The sounds that play at the moment. */
class Deck {
  private readonly playing = new Map<PlacedSound, SampleTape>();

  /** @param toSample where nobody listens any more */
  constructor(
    private readonly toSample: number,
    private readonly read: ReadSamples,
  ) {}

  /** Adds what of a sound lies in a block that begins at sample `at`. */
  async addTo(block: Int32Array, at: number, sound: PlacedSound): Promise<void> {
    const first = Math.max(at, sound.startSample);
    const last = Math.min(at + block.length, endOf(sound));
    if (first >= last) return;
    const tape = this.playing.get(sound) ?? this.begin(sound, first);
    await tape.addTo(block.subarray(first - at, last - at));
    if (last < endOf(sound)) return;
    this.playing.delete(sound);
    await tape.stop();
  }

  async stop(): Promise<void> {
    await Promise.all([...this.playing.values()].map((tape) => tape.stop()));
  }

  private begin(sound: PlacedSound, first: number): SampleTape {
    const into = sound.fromSample - sound.startSample;
    const last = Math.min(this.toSample, endOf(sound));
    const tape = new SampleTape(this.read(sound, first + into, last + into));
    this.playing.set(sound, tape);
    return tape;
  }
}

function endOf({ startSample, samples }: PlacedSound): number {
  return startSample + samples;
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
