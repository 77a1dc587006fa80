/** What a WAV file holds. */
export interface WavSound {
  readonly sampleRate: number;
  /** Mono, 16 bit; several channels are mixed. */
  readonly samples: Int16Array;
}

const PCM = 1;
const EXTENSIBLE = 0xfffe;

/** Reads a WAV file of 16 bits. Null for anything else. A file whose header promises more than there is gives what there is. */
export function readWav(file: Uint8Array): WavSound | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || textAt(file, 0) !== 'RIFF' || textAt(file, 8) !== 'WAVE') return null;
  let format: Format | null = null;
  for (let at = 12; at + 8 <= file.length;) {
    const name = textAt(file, at);
    const size = Math.min(view.getUint32(at + 4, true), file.length - at - 8);
    if (name === 'fmt ' && size >= 16) format = formatAt(view, at + 8);
    if (name === 'data') return format && soundOf(view, at + 8, size, format);
    at += 8 + size + (size % 2);
  }
  return null;
}

interface Format {
  readonly channels: number;
  readonly sampleRate: number;
}

function formatAt(view: DataView, at: number): Format | null {
  const kind = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const isReadable =
    (kind === PCM || kind === EXTENSIBLE) && view.getUint16(at + 14, true) === 16 && channels > 0;
  return isReadable ? { channels, sampleRate: view.getUint32(at + 4, true) } : null;
}

function soundOf(view: DataView, at: number, size: number, { channels, sampleRate }: Format): WavSound {
  const samples = new Int16Array(Math.floor(size / 2 / channels));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += view.getInt16(at + 2 * (index * channels + channel), true);
    }
    samples[index] = Math.round(sum / channels);
  }
  return { sampleRate, samples };
}

function textAt(file: Uint8Array, at: number): string {
  return Buffer.from(file.buffer, file.byteOffset + at, 4).toString('latin1');
}
