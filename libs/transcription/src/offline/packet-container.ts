const LENGTH_BYTES = 4;
/** Far above any packet: a length that is larger is no length, and what follows cannot be told apart any more. */
const MAX_PACKET_BYTES = 65_536;

export interface ContainerOptions {
  /** A record of no bytes ends the file; otherwise it is passed over. */
  readonly zeroEnds: boolean;
}

/**
 * The packets of a recording as clients store them: again and again a length (unsigned, 32 bits, little-endian) and as many bytes. What is cut
 * off at the end is left out. A packet is valid until the next one is asked for. Source: specification of the listen protocol, §8.1.
 */
export async function* readPackets(
  chunks: AsyncIterable<Uint8Array>,
  { zeroEnds }: ContainerOptions,
): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? asBuffer(chunk) : Buffer.concat([rest, chunk]);
    let at = 0;
    while (bytes.length - at >= LENGTH_BYTES) {
      const length = bytes.readUInt32LE(at);
      if (length > MAX_PACKET_BYTES || (length === 0 && zeroEnds)) return;
      const end = at + LENGTH_BYTES + length;
      if (end > bytes.length) break;
      if (length > 0) yield bytes.subarray(at + LENGTH_BYTES, end);
      at = end;
    }
    rest = Buffer.from(bytes.subarray(at));
  }
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
