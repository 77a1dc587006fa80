/** Bytes of a frame as wearables send them: 24 kbit/s. The codec says nothing of its own in the stream, so both names mean this. */
export const LC3_FRAME_BYTES = 30;
/** Hz at which it is decoded. */
export const LC3_RATE = 16_000;
/** 10 ms. */
export const LC3_FRAME_SAMPLES = 160;

/** How long a message of LC3 frames plays, in samples at 16 kHz; null when it is not made of whole frames. */
export function lc3Samples(message: Uint8Array): number | null {
  if (message.length === 0 || message.length % LC3_FRAME_BYTES !== 0) return null;
  return (message.length / LC3_FRAME_BYTES) * LC3_FRAME_SAMPLES;
}
