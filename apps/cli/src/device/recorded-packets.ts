import { decodeAudioFile, encodeOpus } from '#libs/transcription';

/** A recording as a device would send it: an Opus packet for every 20 ms. Errors as `AudioFileSound`. */
export function recordedPackets(path: string): Promise<Uint8Array[]> {
  return Array.fromAsync(encodeOpus(decodeAudioFile(path)));
}
