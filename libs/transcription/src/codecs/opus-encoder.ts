import { setImmediate as nextTurn } from 'node:timers/promises';
import { Encoder } from '@evan/opus';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import { OPUS_CLOCK_RATE } from './audio-format.js';

/** Bits a second: wide-band speech at this rate is hard to tell from the original. Source: RFC 7587 §3.1.1, 16 to 20 kbit/s and some room. */
export const SPEECH_BITRATE = 24_000;
/** Above this, libopus gains little at this rate and takes a third longer. */
const COMPLEXITY = 5;
/** Length of a packet that is encoded here. */
export const OPUS_PACKET_MS = 20;
const PACKET_SAMPLES = (SPEECH_SAMPLE_RATE * OPUS_PACKET_MS) / 1_000;
/** Packets encoded before the event loop gets its turn: a millisecond or two of work. */
const PACKETS_PER_TURN = 10;

/** By how much libopus lags behind what it is given, samples at 48 kHz: 6.5 ms for speech. It is what a player has to leave out. */
export const OPUS_LOOKAHEAD = 312;
const LOOKAHEAD_SAMPLES = (OPUS_LOOKAHEAD * SPEECH_SAMPLE_RATE) / OPUS_CLOCK_RATE;

/**
 * Speech at 16 kHz as Opus packets of 20 ms. The last ones hold silence behind the sound, as much as it takes for all of it to come out of a
 * decoder after `OPUS_LOOKAHEAD`. Gives the event loop its turn every few packets.
 */
export async function* encodeOpus(
  pieces: AsyncIterable<Int16Array> | Iterable<Int16Array>,
): AsyncGenerator<Uint8Array> {
  const encoder = new Encoder({ channels: 1, sample_rate: SPEECH_SAMPLE_RATE, application: 'voip' });
  encoder.bitrate = SPEECH_BITRATE;
  encoder.complexity = COMPLEXITY;
  let count = 0;
  for await (const packet of inPackets(pieces)) {
    yield encoder.encode(packet);
    count += 1;
    if (count % PACKETS_PER_TURN === 0) await nextTurn();
  }
}

/** The sound in pieces of one packet each, and the silence that the encoder's lag asks for. The piece is filled anew after each. */
async function* inPackets(
  pieces: AsyncIterable<Int16Array> | Iterable<Int16Array>,
): AsyncGenerator<Int16Array> {
  const packet = new Int16Array(PACKET_SAMPLES);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      const part = piece.subarray(at, at + PACKET_SAMPLES - filled);
      packet.set(part, filled);
      at += part.length;
      filled += part.length;
      if (filled < PACKET_SAMPLES) continue;
      yield packet;
      filled = 0;
    }
  }
  for (let owed = filled + LOOKAHEAD_SAMPLES; owed > 0; owed -= PACKET_SAMPLES) {
    yield packet.fill(0, filled);
    filled = 0;
  }
}
