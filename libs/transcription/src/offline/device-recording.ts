import { setImmediate as nextTurn } from 'node:timers/promises';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { AppError } from '#libs/kernel';
import type { AudioFormat } from '../codecs/audio-format.js';
import { SpeechDecoder } from '../codecs/frame-decoder.js';
import { readPackets } from './packet-container.js';

/** Samples given on at once. */
const PIECE_SAMPLES = SPEECH_SAMPLE_RATE;

/**
 * The sound of a recording that a device made on its own, as readers want it: mono, 16 kHz, about a second at a time. A packet that cannot be
 * decoded is left out, alone. Gives the event loop its turn after each piece. Errors: what `chunks` throws; `invalid` AUDIO_DAMAGED when there
 * are packets and none of them can be decoded.
 */
export async function* decodeDeviceRecording(
  chunks: AsyncIterable<Uint8Array>,
  format: AudioFormat,
): AsyncGenerator<Int16Array> {
  const isPcm = format.codec === 'pcm8' || format.codec === 'pcm16';
  const decoder = new SpeechDecoder(format);
  const batch = new Batch();
  let packets = 0;
  try {
    for await (const packet of readPackets(chunks, { zeroEnds: isPcm })) {
      packets += 1;
      batch.add(decoder.decode(packet));
      if (batch.samples < PIECE_SAMPLES) continue;
      yield batch.take();
      await nextTurn();
    }
    batch.add(decoder.end());
    if (batch.samples > 0) yield batch.take();
  } finally {
    decoder.close();
  }
  if (packets > 0 && batch.taken === 0) throw undecodable(packets);
}

class Batch {
  samples = 0;
  /** Of all that was taken. */
  taken = 0;
  private pieces: Int16Array[] = [];

  /** Decoders use their output again: it is copied. */
  add(piece: Int16Array): void {
    if (piece.length > 0) this.pieces.push(piece.slice());
    this.samples += piece.length;
  }

  take(): Int16Array {
    const whole = new Int16Array(this.samples);
    let at = 0;
    for (const piece of this.pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.taken += whole.length;
    this.pieces = [];
    this.samples = 0;
    return whole;
  }
}

function undecodable(packets: number): AppError {
  return new AppError(
    'invalid',
    'AUDIO_DAMAGED',
    'Nothing in this recording can be decoded. Does its name say the codec that it was recorded with?',
    { packets },
  );
}
