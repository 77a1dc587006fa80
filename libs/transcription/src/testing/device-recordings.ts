/** Packets as clients store them on their own: a length of four bytes before each. */
export function containerOf(packets: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    packets.flatMap((packet) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(packet.length);
      return [length, packet];
    }),
  );
}

/** A file as it is read. */
export async function* inChunks(file: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += chunkBytes)
    yield await Promise.resolve(file.subarray(at, at + chunkBytes));
}
