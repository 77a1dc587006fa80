import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpException, HttpStatus } from '@nestjs/common';
import type { Response } from 'express';

/** First and last byte, both included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Something that can be read from any byte on. */
export interface Readables {
  readonly contentType: string;
  readonly sizeBytes: number;
  read(range?: ByteRange): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/** A range outside of what there is: 416 with the size, as RFC 9110 §15.5.17 wants it. */
export class RangeNotSatisfiable extends HttpException {
  constructor(readonly sizeBytes: number) {
    super('range', HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
  }
}

/**
 * The single range of a `Range` header (RFC 9110 §14.2), or undefined when all is meant: no header, another unit, several ranges or a form
 * that is not understood, which a server may ignore.
 */
export function rangeOf(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
  if (!first && !last) return undefined;
  const range = first
    ? fromFirst(Number(first), last ? Number(last) : Infinity)
    : lastBytes(Number(last), sizeBytes);
  if (!range) return undefined;
  const end = Math.min(range.end, sizeBytes - 1);
  if (range.start > end) throw new RangeNotSatisfiable(sizeBytes);
  return { start: range.start, end };
}

/** A range that is turned around is no range (RFC 9110 §14.1.1). */
function fromFirst(start: number, end: number): ByteRange | undefined {
  return end < start ? undefined : { start, end };
}

function lastBytes(count: number, sizeBytes: number): ByteRange {
  return { start: count === 0 ? sizeBytes : Math.max(0, sizeBytes - count), end: sizeBytes - 1 };
}

/** Sends all of it, or the wanted part as 206; to HEAD what it would send. A client that goes away ends the reading. */
export async function sendStream(
  response: Response,
  content: Readables,
  range: ByteRange | undefined,
): Promise<void> {
  const length = range ? range.end - range.start + 1 : content.sizeBytes;
  response.setHeader('Accept-Ranges', 'bytes').setHeader('Content-Type', content.contentType);
  response.setHeader('Content-Length', length);
  if (range) response.setHeader('Content-Range', `bytes ${range.start}-${range.end}/${content.sizeBytes}`);
  response.status(range ? HttpStatus.PARTIAL_CONTENT : HttpStatus.OK);
  if (response.req.method === 'HEAD') return void response.end();
  const bytes = await content.read(range);
  await pipeline(Readable.from(bytes), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}
