import { Encoder } from '@evan/opus';
import { DEVICE_SAMPLE_RATE } from './audio-file.js';

/** Length of one packet: the `opus_fs320` of the consumer device, 320 samples at 16 kHz. */
export const PACKET_MS = 20;
const PACKET_SAMPLES = (DEVICE_SAMPLE_RATE * PACKET_MS) / 1000;
/** Bits per second of the device's encoder. */
const BITRATE = 32_000;

/** Encodes as the device does: one packet per 20 ms; the last one is filled up with silence. */
export function* opusPackets(samples: Int16Array): Generator<Uint8Array> {
  const encoder = new Encoder({ channels: 1, sample_rate: DEVICE_SAMPLE_RATE, application: 'voip' });
  encoder.bitrate = BITRATE;
  for (let start = 0; start < samples.length; start += PACKET_SAMPLES) {
    const packet = new Int16Array(PACKET_SAMPLES);
    packet.set(samples.subarray(start, start + PACKET_SAMPLES));
    yield encoder.encode(packet).slice();
  }
}
