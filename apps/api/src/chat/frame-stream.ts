import type { Response } from 'express';
import type { ChatFrame } from '#libs/chat';
import { problemOf } from '../http/app-error.filter.js';
import { toAppError } from '#libs/kernel';

const LINE_BREAK = '__CRLF__';

/** One frame of the reference's grammar (chat specification A1.3): a payload never holds a line break; `done` is base64 of JSON. */
export function encodeFrame(frame: ChatFrame): string {
  if (frame.kind === 'done')
    return `done: ${Buffer.from(JSON.stringify(frame.message)).toString('base64')}\n\n`;
  return `${frame.kind}: ${oneLine(frame.text)}\n\n`;
}

/** A line-break token that stands in the text itself is broken up, so that it does not come out as a line break. */
function oneLine(text: string): string {
  return text.replaceAll('\r', '').replaceAll(LINE_BREAK, '__\u200dCRLF__').replaceAll('\n', LINE_BREAK);
}

/** Streams frames as they come, one write each because old clients parse per chunk; a client that goes away aborts the answer. */
export async function streamFrames(
  response: Response,
  open: (signal: AbortSignal) => AsyncIterable<ChatFrame>,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const frames = open(gone.signal)[Symbol.asyncIterator]();
  const first = await frames.next(); // what is refused before the stream begins is a plain HTTP error
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  try {
    for (let frame = first; !frame.done; frame = await frames.next())
      response.write(encodeFrame(frame.value));
  } catch (error) {
    if (!gone.signal.aborted) response.write(`error: ${problemOf(toAppError(error)).body.code}\n\n`);
  }
  response.end();
}
