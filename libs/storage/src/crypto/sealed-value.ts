import { promisify } from 'node:util';
import { deflate, deflateSync, inflate, inflateSync } from 'node:zlib';
import { AppError } from '#libs/kernel';
import type { DocumentValue } from '../ports/document-store.js';

/** First byte of a value's plain bytes: how the rest is to be read. */
const TEXT = 0;
const JSON_TEXT = 1;
const DEFLATED = 2;
/** Shorter values gain nothing from compression. */
const COMPRESS_FROM_BYTES = 1_024;
/** From here on compression leaves the event loop: 64 kB of transcript take about a millisecond. */
const OFF_LOOP_FROM_BYTES = 64 * 1_024;
/** Tag in front of strings that stand for something else; a string that begins with it by itself gets one too. */
const TAG = '\u0001';

const deflateInPool = promisify(deflate);
const inflateInPool = promisify(inflate);

/** A value of any kind that documents take as bytes; `unpackValue` gives the equal value back, dates and bytes included. */
export async function packValue(value: unknown): Promise<Uint8Array> {
  const isText = typeof value === 'string';
  const text = Buffer.from(isText ? value : JSON.stringify(toJson(value)));
  const packed = Buffer.concat([Buffer.of(isText ? TEXT : JSON_TEXT), text]);
  if (packed.length < COMPRESS_FROM_BYTES) return packed;
  return Buffer.concat([Buffer.of(DEFLATED), await compress(packed)]);
}

export async function unpackValue(packed: Uint8Array): Promise<DocumentValue> {
  const rest = Buffer.from(packed.buffer, packed.byteOffset + 1, packed.byteLength - 1);
  switch (packed[0]) {
    case TEXT:
      return rest.toString();
    case JSON_TEXT:
      return fromJson(JSON.parse(rest.toString()));
    case DEFLATED:
      return unpackValue(await decompress(rest));
    default:
      throw new Error('a sealed value of an unknown kind');
  }
}

/** zlib, as Python's; large values in the thread pool. */
export async function compress(bytes: Uint8Array): Promise<Buffer> {
  return bytes.length < OFF_LOOP_FROM_BYTES
    ? deflateSync(bytes, { level: 3 })
    : deflateInPool(bytes, { level: 3 });
}

export async function decompress(bytes: Uint8Array): Promise<Buffer> {
  return bytes.length < OFF_LOOP_FROM_BYTES / 8 ? inflateSync(bytes) : inflateInPool(bytes);
}

function toJson(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(TAG) ? `${TAG}s${value}` : value;
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value instanceof Date && !Number.isNaN(value.getTime())) return `${TAG}d${value.toISOString()}`;
  if (value instanceof Uint8Array) return `${TAG}b${Buffer.from(value).toString('base64')}`;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object' && !(value instanceof Date)) return mapToJson(value);
  throw new AppError(
    'invalid',
    'DOCUMENT_BODY_INVALID',
    `This document cannot be stored: it holds a value of type ${typeof value} that is not JSON, a date or bytes.`,
  );
}

function mapToJson(map: object): Record<string, unknown> {
  const entries = Object.entries(map).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([name, value]) => [name, toJson(value)]));
}

function fromJson(value: unknown): DocumentValue {
  if (typeof value === 'string') return value.startsWith(TAG) ? fromTagged(value) : value;
  if (Array.isArray(value)) return value.map(fromJson);
  if (typeof value !== 'object' || value === null) return value as DocumentValue;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fromJson(inner)]));
}

function fromTagged(text: string): DocumentValue {
  const rest = text.slice(2);
  switch (text[1]) {
    case 'd':
      return new Date(rest);
    case 'b':
      return new Uint8Array(Buffer.from(rest, 'base64'));
    default:
      return rest;
  }
}
