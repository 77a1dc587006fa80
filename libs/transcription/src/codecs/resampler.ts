/** Zero crossings of the sinc on either side of its centre, at the lower of the two rates: 32 taps a sample. */
const HALF_WIDTH = 16;
/** Where the pass band ends, as a share of the lower Nyquist frequency; the Kaiser window below needs the rest to fall off. */
const PASS_BAND = 0.91;
/** Kaiser window of about 80 dB stop band. */
const KAISER_BETA = 8;

function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

interface PhaseTable {
  readonly up: number;
  readonly down: number;
  /** Input samples on either side of the centre that a tap reaches. */
  readonly reach: number;
  readonly taps: readonly Float32Array[];
}

/** One filter per fraction of an input sample that an output sample can fall on. Each sums to one, so that level is kept exactly. */
function designPhases(inputRate: number, outputRate: number): PhaseTable {
  const divisor = greatestCommonDivisor(inputRate, outputRate);
  const up = outputRate / divisor;
  const down = inputRate / divisor;
  const cutoff = Math.min(1, outputRate / inputRate) * PASS_BAND;
  const reach = Math.ceil(HALF_WIDTH / Math.min(1, outputRate / inputRate));
  const taps = Array.from({ length: up }, (_, phase) => {
    const filter = Float64Array.from({ length: 2 * reach }, (_unused, tap) => {
      const x = tap - reach + 1 - phase / up;
      const sinc = x === 0 ? cutoff : Math.sin(Math.PI * cutoff * x) / (Math.PI * x);
      const edge = Math.max(0, 1 - (x / reach) ** 2);
      return sinc * (besselI0(KAISER_BETA * Math.sqrt(edge)) / besselI0(KAISER_BETA));
    });
    const gain = filter.reduce((sum, tap) => sum + tap, 0);
    return Float32Array.from(filter, (tap) => tap / gain);
  });
  return { up, down, reach, taps };
}

const designs = new Map<string, PhaseTable>();

function phasesFor(inputRate: number, outputRate: number): PhaseTable {
  const key = `${inputRate}/${outputRate}`;
  const known = designs.get(key) ?? designPhases(inputRate, outputRate);
  designs.set(key, known);
  return known;
}

/** Samples of any scale: what goes in at full scale comes out at full scale, or a little above it between two loud samples. */
type Samples = Int16Array | Float32Array;

/**
 * Changes the rate of a stream of samples with a windowed sinc filter, without moving it in time: output sample n is the input at
 * n / outputRate. It lags by the filter's reach; `end` gives the rest.
 */
export class Resampler {
  private readonly table: PhaseTable;
  /** Input still needed; index 0 is input sample `origin`. Begins with the silence before the stream. */
  private buffer: Float32Array;
  private origin: number;
  private nextOutput = 0;
  private received = 0;

  constructor(inputRate: number, outputRate: number) {
    this.table = phasesFor(inputRate, outputRate);
    this.buffer = new Float32Array(this.table.reach);
    this.origin = -this.table.reach;
  }

  push(samples: Samples): Float32Array {
    const joined = new Float32Array(this.buffer.length + samples.length);
    joined.set(this.buffer);
    joined.set(samples, this.buffer.length);
    this.buffer = joined;
    this.received += samples.length;
    return this.produce(this.received - this.table.reach);
  }

  /** The samples that waited for what comes after them, which is silence. */
  end(): Float32Array {
    const received = this.received;
    const rest = this.push(new Float32Array(this.table.reach + 1));
    const { up, down } = this.table;
    const total = Math.ceil((received * up) / down);
    return rest.subarray(0, Math.max(0, rest.length - Math.max(0, this.nextOutput - total)));
  }

  /** Output samples whose centre lies before input sample `limit`. */
  private produce(limit: number): Float32Array {
    const { up, down, reach, taps } = this.table;
    const last = Math.ceil((limit * up) / down);
    const output = new Float32Array(Math.max(0, last - this.nextOutput));
    const { buffer } = this;
    for (let n = 0; n < output.length; n += 1) {
      const ticks = (this.nextOutput + n) * down;
      const centre = Math.floor(ticks / up);
      const filter = taps[ticks % up]!;
      const first = centre - reach + 1 - this.origin;
      let sum = 0;
      for (let tap = 0; tap < filter.length; tap += 1) sum += filter[tap]! * buffer[first + tap]!;
      output[n] = sum;
    }
    this.nextOutput += output.length;
    this.forgetBefore(Math.floor((this.nextOutput * down) / up) - reach + 1);
    return output;
  }

  private forgetBefore(input: number): void {
    const drop = Math.min(this.buffer.length, Math.max(0, input - this.origin));
    this.buffer = this.buffer.slice(drop);
    this.origin += drop;
  }
}

/** A whole recording at another rate. */
export function resample(samples: Float32Array, inputRate: number, outputRate: number): Float32Array {
  if (inputRate === outputRate) return samples;
  const resampler = new Resampler(inputRate, outputRate);
  const body = resampler.push(samples);
  const rest = resampler.end();
  const joined = new Float32Array(body.length + rest.length);
  joined.set(body);
  joined.set(rest, body.length);
  return joined;
}
