import { crc32 } from 'node:zlib';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { OPUS_CLOCK_RATE } from '../codecs/audio-format.js';
import { encodeOggOpus } from '../codecs/ogg-opus.js';
import { encodeOpus, OPUS_LOOKAHEAD } from '../codecs/opus-encoder.js';

/** Samples at 16 kHz as a file to keep: Ogg Opus, piece by piece. The same samples and `id` always give the same file. */
export function encodeSound(samples: Int16Array, id: string): AsyncIterable<Uint8Array> {
  return encodeOggOpus(encodeOpus([samples]), {
    serial: crc32(id),
    preSkip: OPUS_LOOKAHEAD,
    samples: (samples.length * OPUS_CLOCK_RATE) / SPEECH_SAMPLE_RATE,
  });
}
