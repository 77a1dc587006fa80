/** Where a page begins: RFC 3533 §6. */
const CAPTURE_PATTERN = Buffer.from('OggS');
const PAGE_HEADER_BYTES = 27;
/** Lacing values of a page; each stands for up to 255 bytes. */
export const MAX_LACING_VALUES = 255;

const FLAG_CONTINUED = 0x01;
const FLAG_FIRST = 0x02;
const FLAG_LAST = 0x04;

export interface OggPage {
  readonly serial: number;
  readonly sequence: number;
  /** Position behind the last packet that ends on this page, in samples at 48 kHz. */
  readonly granule: bigint;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly packets: readonly Uint8Array[];
}

/** CRC-32 as Ogg has it: polynomial 0x04c11db7, not reflected, from zero. `zlib.crc32` is the other kind. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let remainder = index << 24;
  for (let bit = 0; bit < 8; bit += 1) {
    remainder = remainder < 0 ? (remainder << 1) ^ 0x04c11db7 : remainder << 1;
  }
  return remainder;
});

export function oggChecksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ CRC_TABLE[((crc >>> 24) ^ byte) & 0xff]!;
  return crc >>> 0;
}

/** How many lacing values a packet needs: one more than its whole 255s, also when nothing is left over. */
export function lacingValues(packetBytes: number): number {
  return Math.floor(packetBytes / 255) + 1;
}

/** One page of whole packets. They must need at most `MAX_LACING_VALUES`. */
export function encodePage(page: OggPage): Buffer {
  const lacing = page.packets.flatMap((packet) => [
    ...Array.from({ length: lacingValues(packet.length) - 1 }, () => 255),
    packet.length % 255,
  ]);
  const header = Buffer.alloc(PAGE_HEADER_BYTES);
  CAPTURE_PATTERN.copy(header, 0);
  header.writeUInt8((page.isFirst ? FLAG_FIRST : 0) | (page.isLast ? FLAG_LAST : 0), 5);
  header.writeBigInt64LE(page.granule, 6);
  header.writeUInt32LE(page.serial, 14);
  header.writeUInt32LE(page.sequence, 18);
  header.writeUInt8(lacing.length, 26);
  const bytes = Buffer.concat([header, Uint8Array.from(lacing), ...page.packets]);
  bytes.writeUInt32LE(oggChecksum(bytes), 22);
  return bytes;
}

/** A page of a stream, with packets that may go on from one page to the next still in pieces. */
interface RawPage {
  readonly isContinued: boolean;
  readonly isLast: boolean;
  readonly granule: bigint;
  readonly lacing: Uint8Array;
  readonly body: Buffer;
  readonly bytes: number;
}

/** The page at the start of `bytes`, or how many bytes it would need. */
function readPage(bytes: Buffer): RawPage | { need: number } {
  if (bytes.length < PAGE_HEADER_BYTES) return { need: PAGE_HEADER_BYTES };
  const count = bytes.readUInt8(26);
  if (bytes.length < PAGE_HEADER_BYTES + count) return { need: PAGE_HEADER_BYTES + count };
  const lacing = bytes.subarray(PAGE_HEADER_BYTES, PAGE_HEADER_BYTES + count);
  const length = PAGE_HEADER_BYTES + count + lacing.reduce((sum, value) => sum + value, 0);
  if (bytes.length < length) return { need: length };
  return {
    isContinued: (bytes.readUInt8(5) & FLAG_CONTINUED) !== 0,
    isLast: (bytes.readUInt8(5) & FLAG_LAST) !== 0,
    granule: bytes.readBigInt64LE(6),
    lacing,
    body: bytes.subarray(PAGE_HEADER_BYTES + count, length),
    bytes: length,
  };
}

function isIntact(page: Buffer): boolean {
  const copy = Buffer.from(page);
  copy.writeUInt32LE(0, 22);
  return oggChecksum(copy) === page.readUInt32LE(22);
}

export interface OggPacket {
  readonly bytes: Uint8Array;
  /** Of the stream's last packet, the position where it ends as its page says: less than the packet may hold. */
  readonly endGranule?: bigint;
}

/** The packets of an Ogg stream, put together from its pages. A damaged page loses its packets and nothing else. */
export async function* readOggPackets(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<OggPacket> {
  let buffer: Buffer = Buffer.alloc(0);
  let partial: Buffer[] = [];
  for await (const chunk of chunks) {
    buffer = Buffer.concat([buffer, chunk]);
    for (let page = nextPage(buffer); page; page = nextPage(buffer)) {
      buffer = buffer.subarray(page.end);
      if (!page.content) {
        partial = [];
        continue;
      }
      if (!page.content.isContinued) partial = [];
      const split = splitPackets(page.content, partial);
      partial = split.partial;
      const last = page.content.isLast ? split.packets.length - 1 : -1;
      for (const [n, bytes] of split.packets.entries()) {
        yield n === last ? { bytes, endGranule: page.content.granule } : { bytes };
      }
    }
  }
}

/** The next page that the buffer holds whole; without content when it is damaged. Undefined when more bytes are needed. */
function nextPage(buffer: Buffer): { end: number; content: RawPage | null } | undefined {
  const start = buffer.indexOf(CAPTURE_PATTERN);
  if (start < 0) return undefined;
  const page = readPage(buffer.subarray(start));
  if ('need' in page) return undefined;
  const end = start + page.bytes;
  if (isIntact(buffer.subarray(start, end))) return { end, content: page };
  return { end: start + CAPTURE_PATTERN.length, content: null };
}

function splitPackets(page: RawPage, begun: readonly Buffer[]) {
  const packets: Buffer[] = [];
  let partial = [...begun];
  let at = 0;
  for (const value of page.lacing) {
    partial.push(page.body.subarray(at, at + value));
    at += value;
    if (value === 255) continue;
    packets.push(Buffer.concat(partial));
    partial = [];
  }
  return { packets, partial };
}
