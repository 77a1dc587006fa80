import { Decoder, Encoder } from '@evan/opus';
import { describe, expect, it } from 'vitest';
import { noise } from '../testing/noise.js';
import { opusPacketSamples } from './opus-packet.js';

/** Samples at 48 kHz that libopus makes of a packet, or null when it refuses it. */
function decodedSamples(decoder: Decoder, packet: Uint8Array): number | null {
  try {
    return (decoder.decode(packet).length / 2) * 3;
  } catch {
    return null;
  }
}

describe('length of an Opus packet', () => {
  const modes = ['voip', 'audio', 'restricted_lowdelay'] as const;
  it.each(modes.flatMap((mode) => [10, 20, 40, 60, 120].map((ms) => [mode, ms] as const)))(
    'is what the encoder put in (%s, %i ms)',
    (application, ms) => {
      const encoder = new Encoder({ channels: 1, sample_rate: 16_000, application });
      const packet = encoder.encode(new Int16Array(16 * ms).fill(1_000));
      expect(opusPacketSamples(packet)).toBe(48 * ms);
    },
  );

  it('is null for exactly the packets that libopus refuses', () => {
    const decoder = new Decoder({ channels: 1, sample_rate: 16_000 });
    const random = noise(7);
    let refused = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const size = 1 + Math.floor(random.next().value * (round % 10 === 0 ? 3_000 : 60));
      const packet = Uint8Array.from({ length: size }, () => random.next().value * 256);
      const samples = opusPacketSamples(packet);
      if (samples === null) refused += 1;
      if (samples !== decodedSamples(decoder, packet)) expect.unreachable(`round ${round}`);
    }
    expect(refused).toBeGreaterThan(1_000);
  });

  it('is null for no bytes at all', () => {
    expect(opusPacketSamples(new Uint8Array(0))).toBeNull();
  });
});
