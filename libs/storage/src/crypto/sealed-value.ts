import { promisify } from 'node:util';
import { deflate, deflateSync, inflate, inflateSync } from 'node:zlib';
import { decodeBody, encodeBody } from '../embedded/sqlite/body-codec.js';
import type { DocumentValue } from '../ports/document-store.js';

/** First byte of a value's plain bytes: how the rest is to be read. */
const TEXT = 0;
const BODY = 1;
const DEFLATED = 2;
/** Shorter values gain nothing from compression. */
const COMPRESS_FROM_BYTES = 1_024;
/** From here on compression leaves the event loop: a list of fifty long talks must not hold up everyone else. */
const OFF_LOOP_FROM_BYTES = 16 * 1_024;
/** Compressed bytes that may hold that much. */
const INFLATE_OFF_LOOP_FROM_BYTES = OFF_LOOP_FROM_BYTES / 4;

/** A third of the time of the usual level, for a tenth more bytes. */
const LEVEL = 3;

const deflateInPool = promisify(deflate);
const inflateInPool = promisify(inflate);

/**
 * A value of any kind that documents take as bytes; `unpackValue` gives the equal value back, dates and bytes included. Values are spelled as
 * in the bodies of the embedded store. Errors: `invalid` DOCUMENT_BODY_INVALID for what is no document value.
 */
export async function packValue(value: unknown): Promise<Uint8Array> {
  const isText = typeof value === 'string';
  const text = isText ? value.toWellFormed() : encodeBody({ value });
  const packed = Buffer.concat([Buffer.of(isText ? TEXT : BODY), Buffer.from(text)]);
  if (packed.length < COMPRESS_FROM_BYTES) return packed;
  return Buffer.concat([Buffer.of(DEFLATED), await compress(packed)]);
}

export async function unpackValue(packed: Uint8Array): Promise<DocumentValue> {
  const rest = Buffer.from(packed.buffer, packed.byteOffset + 1, packed.byteLength - 1);
  switch (packed[0]) {
    case TEXT:
      return rest.toString();
    case BODY:
      return decodeBody<{ value: DocumentValue }>(rest.toString()).value;
    case DEFLATED:
      return unpackValue(await decompress(rest));
    default:
      throw new Error('a sealed value of an unknown kind');
  }
}

/** zlib, as Python's; large values in the thread pool. */
export async function compress(bytes: Uint8Array): Promise<Buffer> {
  return bytes.length < OFF_LOOP_FROM_BYTES
    ? deflateSync(bytes, { level: LEVEL })
    : deflateInPool(bytes, { level: LEVEL });
}

export async function decompress(bytes: Uint8Array): Promise<Buffer> {
  return bytes.length < INFLATE_OFF_LOOP_FROM_BYTES ? inflateSync(bytes) : inflateInPool(bytes);
}
