import { SPEECH_SAMPLE_RATE } from '../../ports/speech-to-text.js';

const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/** Samples as a WAV file: mono, 16 kHz, signed 16 bit. */
export function wavFile(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const dataBytes = samples.length * SAMPLE_BYTES;
  const file = Buffer.from(new ArrayBuffer(HEADER_BYTES + dataBytes));
  file.write('RIFF', 0, 'ascii');
  file.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  file.write('WAVEfmt ', 8, 'ascii');
  file.writeUInt32LE(16, 16);
  // PCM, one channel.
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(SPEECH_SAMPLE_RATE, 24);
  file.writeUInt32LE(SPEECH_SAMPLE_RATE * SAMPLE_BYTES, 28);
  file.writeUInt16LE(SAMPLE_BYTES, 32);
  file.writeUInt16LE(SAMPLE_BYTES * 8, 34);
  file.write('data', 36, 'ascii');
  file.writeUInt32LE(dataBytes, 40);
  file.set(pcmBytes(samples), HEADER_BYTES);
  return file;
}

/** The samples as bytes, little endian. A view where this machine stores them so, which all that Node runs on do. */
export function pcmBytes(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
