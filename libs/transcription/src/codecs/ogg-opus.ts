import type { Decoder } from '@evan/opus';
import { AppError } from '#libs/kernel';
import { OPUS_CLOCK_RATE } from './audio-format.js';
import { encodePage, lacingValues, MAX_LACING_VALUES, readOggPackets, type OggPacket } from './ogg-page.js';
import { borrowOpusDecoder, returnOpusDecoder } from './opus-decoders.js';
import { opusPacketSamples } from './opus-packet.js';

/** A page a second keeps seeking fine-grained at half a per cent of overhead. */
const PAGE_SAMPLES = OPUS_CLOCK_RATE;
/** The shortest packet there is, 2.5 ms, in samples at 48 kHz. */
export const SHORTEST_OPUS_PACKET = 120;
/** Silence by configuration: a CELT full-band mono packet whose one coded symbol says "silent", for 2.5, 5, 10 and 20 ms. */
const SILENT_PACKETS = [31, 30, 29, 28].map((config) => ({
  packet: Uint8Array.of(config << 3, 0xff, 0xfe),
  samples: SHORTEST_OPUS_PACKET << (config - 28),
}));

function identificationHeader(preSkip: number): Buffer {
  const header = Buffer.alloc(19);
  header.write('OpusHead', 0, 'latin1');
  header.writeUInt8(1, 8);
  header.writeUInt8(1, 9);
  header.writeUInt16LE(preSkip, 10);
  header.writeUInt32LE(16_000, 12);
  return header;
}

function commentHeader(): Buffer {
  const vendor = Buffer.from('mneme');
  const header = Buffer.alloc(16 + vendor.length);
  header.write('OpusTags', 0, 'latin1');
  header.writeUInt32LE(vendor.length, 8);
  vendor.copy(header, 12);
  return header;
}

/** Packets that play silence for so many samples at 48 kHz; what is left below 2.5 ms is answered as `rest`. */
export function silentOpusPackets(samples: number): { packets: Uint8Array[]; rest: number } {
  const packets: Uint8Array[] = [];
  let rest = samples;
  for (const silent of SILENT_PACKETS) {
    for (; rest >= silent.samples; rest -= silent.samples) packets.push(silent.packet);
  }
  return { packets, rest };
}

export interface OggOpusFormat {
  readonly serial: number;
  /** Samples at 48 kHz that players leave out at the start: what a decoder needs to find its feet, and what the encoder lagged. */
  readonly preSkip?: number;
  /** Samples at 48 kHz that players play after that, where the last packet holds more. */
  readonly samples?: number;
}

/**
 * Opus packets as an Ogg stream (RFC 3533, RFC 7845), page by page. The packets are taken as they are; those whose framing is broken, which
 * no player could play, are left out. Mono, at any frame length.
 */
export async function* encodeOggOpus(
  packets: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { serial, preSkip = 0, samples = Infinity }: OggOpusFormat,
): AsyncGenerator<Uint8Array> {
  const head = { serial, granule: 0n, isLast: false };
  yield encodePage({ ...head, sequence: 0, isFirst: true, packets: [identificationHeader(preSkip)] });
  yield encodePage({ ...head, sequence: 1, isFirst: false, packets: [commentHeader()] });
  const writer = new PageWriter(serial, preSkip + samples);
  for await (const packet of packets) {
    const page = writer.add(packet);
    if (page) yield page;
  }
  yield writer.end();
}

class PageWriter {
  private packets: Uint8Array[] = [];
  private lacing = 0;
  private pageSamples = 0;
  private granule = 0;
  private sequence = 2;

  /** @param endGranule where the stream ends at the latest, samples at 48 kHz */
  constructor(
    private readonly serial: number,
    private readonly endGranule: number,
  ) {}

  /** Takes a packet in; answers the page that was full before it. */
  add(packet: Uint8Array): Buffer | null {
    const samples = opusPacketSamples(packet);
    if (samples === null) return null;
    const isFull =
      this.pageSamples >= PAGE_SAMPLES || this.lacing + lacingValues(packet.length) > MAX_LACING_VALUES;
    const page = isFull ? this.page(false) : null;
    this.packets.push(packet);
    this.lacing += lacingValues(packet.length);
    this.pageSamples += samples;
    this.granule += samples;
    return page;
  }

  /** The last page; of an empty stream, one without packets. */
  end(): Buffer {
    return this.page(true);
  }

  private page(isLast: boolean): Buffer {
    const { serial, sequence, packets } = this;
    const granule = BigInt(Math.min(this.granule, this.endGranule));
    this.sequence += 1;
    this.packets = [];
    this.lacing = 0;
    this.pageSamples = 0;
    return encodePage({ serial, sequence, granule, isFirst: false, isLast, packets });
  }
}

/** Rate at which stored Opus is decoded: what devices record at. */
export const DECODED_OPUS_RATE = 16_000;

/**
 * The sound of a mono Ogg Opus stream as this server writes it, 16 kHz, in pieces of a packet each: exactly what the stream says is to be
 * played. Errors: `invalid` OGG_OPUS_INVALID when it does not begin like one.
 */
export async function* decodeOggOpus(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Int16Array> {
  const decoder = borrowOpusDecoder();
  try {
    yield* decodePackets(decoder, readOggPackets(chunks));
  } finally {
    returnOpusDecoder(decoder);
  }
}

async function* decodePackets(
  decoder: Decoder,
  packets: AsyncIterable<OggPacket>,
): AsyncGenerator<Int16Array> {
  let toDiscard: number | null = null;
  let isComment = true;
  let position = 0;
  for await (const { bytes, endGranule } of packets) {
    if (toDiscard === null) {
      toDiscard = readPreSkip(bytes);
    } else if (isComment) {
      isComment = false;
    } else {
      const samples = withinEnd(decodePacket(decoder, bytes), position, endGranule);
      position += samples.length;
      const discard = Math.min(toDiscard, samples.length);
      toDiscard -= discard;
      if (discard < samples.length) yield samples.subarray(discard);
    }
  }
  if (toDiscard === null) throw notOggOpus();
}

/** The last packet may hold more than is to be played. */
function withinEnd(samples: Int16Array, position: number, endGranule: bigint | undefined): Int16Array {
  if (endGranule === undefined) return samples;
  const end = Math.round((Number(endGranule) * DECODED_OPUS_RATE) / OPUS_CLOCK_RATE);
  return samples.subarray(0, Math.max(0, end - position));
}

function readPreSkip(header: Uint8Array): number {
  const bytes = Buffer.from(header);
  if (bytes.length < 19 || bytes.toString('latin1', 0, 8) !== 'OpusHead') throw notOggOpus();
  return Math.round((bytes.readUInt16LE(10) * DECODED_OPUS_RATE) / OPUS_CLOCK_RATE);
}

/** A packet that cannot be decoded plays as silence, so that what follows stays in time. */
function decodePacket(decoder: Decoder, packet: Uint8Array): Int16Array {
  const samples = opusPacketSamples(packet);
  if (samples === null) return new Int16Array(0);
  try {
    const bytes = decoder.decode(packet);
    return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  } catch {
    return new Int16Array((samples * DECODED_OPUS_RATE) / OPUS_CLOCK_RATE);
  }
}

function notOggOpus(): AppError {
  return new AppError('invalid', 'OGG_OPUS_INVALID', 'This is not an Ogg Opus recording.');
}
