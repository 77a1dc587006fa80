import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Encoder } from '@evan/opus';
import decode from 'audio-decode';
import { PROJECT } from './mneme-process.js';

const asset = (name: string) => join(PROJECT, 'apps/cli/assets', name);

/** A person reading, 28 s; and what is said. */
export const BOOK = {
  path: asset('book.flac'),
  words: ['john', 'dashwood', 'leisure', 'disposed', 'selfish', 'respectable', 'amiable'],
};
/** A scripted phone call, 43 s, with a task, an event and lasting facts. */
export const TALK = {
  path: asset('talk.flac'),
  seconds: 44.41,
  words: ['oliver', 'party', 'saturday', 'address', 'cake', 'allergic', 'peanuts', 'museum'],
};

/** Samples of a mono recording at 16 kHz. */
export async function samplesOf(path: string): Promise<Int16Array> {
  const { channelData, sampleRate } = await decode(await readFile(path));
  if (sampleRate !== 16_000) throw new Error(`${path} is not at 16 kHz`);
  return Int16Array.from(channelData[0]!, (sample) => Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
}

/** Packets as a device sends them; 10, 20, 40 or 60 ms each. */
export function encodeOpus(samples: Int16Array, packetMs = 20): Uint8Array[] {
  const packetSamples = packetMs * 16;
  const encoder = new Encoder({ channels: 1, sample_rate: 16_000, application: 'voip' });
  encoder.bitrate = 32_000;
  const packets: Uint8Array[] = [];
  for (let start = 0; start < samples.length; start += packetSamples) {
    const packet = new Int16Array(packetSamples);
    packet.set(samples.subarray(start, start + packetSamples));
    packets.push(encoder.encode(packet).slice());
  }
  return packets;
}

export async function opusOf(path: string): Promise<Uint8Array[]> {
  return encodeOpus(await samplesOf(path));
}
