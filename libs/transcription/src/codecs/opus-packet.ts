/** Longest packet that RFC 6716 §3.2.5 [R5] allows: 120 ms. */
const MAX_PACKET_SAMPLES = 5_760;
/** Largest frame inside a packet, bytes (RFC 6716 §3.2.1). */
const MAX_FRAME_BYTES = 1_275;

/** Samples at 48 kHz of one frame, by the configuration number in the top five bits of the TOC byte (RFC 6716 §3.1, table 2). */
function frameSamples(config: number): number {
  if (config < 12) return [480, 960, 1_920, 2_880][config % 4]!;
  if (config < 16) return [480, 960][config % 2]!;
  return [120, 240, 480, 960][config % 4]!;
}

/** A length coded in one or two bytes (RFC 6716 §3.2.1), or undefined when the packet ends inside it. */
function readLength(packet: Uint8Array, at: number): { length: number; next: number } | undefined {
  const first = packet[at];
  if (first === undefined) return undefined;
  if (first < 252) return { length: first, next: at + 1 };
  const second = packet[at + 1];
  return second === undefined ? undefined : { length: second * 4 + first, next: at + 2 };
}

/** Two frames of different sizes: the first one's length is coded (RFC 6716 §3.2.4). */
function isValidPair(packet: Uint8Array): boolean {
  const first = readLength(packet, 1);
  if (!first || first.next + first.length > packet.length) return false;
  return packet.length - first.next - first.length <= MAX_FRAME_BYTES;
}

/** Skips the padding of a code 3 packet; answers where the frames begin and end, or undefined when they overrun (RFC 6716 §3.2.5). */
function withoutPadding(packet: Uint8Array): { start: number; end: number } | undefined {
  let at = 2;
  let end = packet.length;
  if ((packet[1]! & 0x40) !== 0) {
    let size: number | undefined;
    do {
      size = packet[at];
      at += 1;
      if (size === undefined) return undefined;
      end -= size === 255 ? 254 : size;
    } while (size === 255);
  }
  return at <= end ? { start: at, end } : undefined;
}

function isValidMany(packet: Uint8Array, count: number): boolean {
  const body = withoutPadding(packet);
  if (!body) return false;
  const isVariable = (packet[1]! & 0x80) !== 0;
  if (!isVariable) {
    const bytes = body.end - body.start;
    return bytes % count === 0 && bytes / count <= MAX_FRAME_BYTES;
  }
  let at = body.start;
  let coded = 0;
  for (let frame = 1; frame < count; frame += 1) {
    const length = readLength(packet, at);
    if (!length) return false;
    coded += length.length;
    at = length.next;
  }
  const last = body.end - at - coded;
  return last >= 0 && last <= MAX_FRAME_BYTES;
}

/** How many frames a packet holds, by the code in the last two bits of its TOC byte; null when they cannot be told apart. */
function countFrames(packet: Uint8Array): number | null {
  const bytes = packet.length - 1;
  switch (packet[0]! & 0x03) {
    case 0:
      return bytes <= MAX_FRAME_BYTES ? 1 : null;
    case 1:
      return bytes % 2 === 0 && bytes / 2 <= MAX_FRAME_BYTES ? 2 : null;
    case 2:
      return isValidPair(packet) ? 2 : null;
    default:
      return countMany(packet);
  }
}

/** The number of frames is coded in the second byte (RFC 6716 §3.2.5). */
function countMany(packet: Uint8Array): number | null {
  const count = (packet[1] ?? 0) & 0x3f;
  return count > 0 && isValidMany(packet, count) ? count : null;
}

/**
 * How long a packet plays, in samples at 48 kHz, read from its framing without decoding it; null when the framing breaks a rule of
 * RFC 6716 §3.4, which is exactly when a decoder must refuse the packet.
 */
export function opusPacketSamples(packet: Uint8Array): number | null {
  if (packet.length === 0) return null;
  const samples = (countFrames(packet) ?? Infinity) * frameSamples(packet[0]! >> 3);
  return samples <= MAX_PACKET_SAMPLES ? samples : null;
}
