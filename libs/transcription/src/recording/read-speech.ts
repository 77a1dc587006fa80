import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CaptureLogs } from '../capture/capture-logs.js';
import type { AudioSpan } from '../capture/erase-span.js';
import { DECODER_LEAD_MS, LogAudio } from '../live/log-audio.js';

/** Frames decoded before the event loop gets its turn: about a millisecond of work. */
const FRAMES_PER_TURN = 50;

/** What was said in a span, decoded: 16 kHz. Null when there is no such log. */
export async function readSpeech(
  logs: CaptureLogs,
  ownerId: string,
  sessionId: string,
  span: AudioSpan,
): Promise<Int16Array | null> {
  const info = await logs.describe(ownerId, sessionId);
  if (!info) return null;
  const audio = new LogAudio(info, span.fromMs);
  const pieces: Int16Array[] = [];
  let frames = 0;
  const led = { fromMs: Math.max(0, span.fromMs - DECODER_LEAD_MS), toMs: span.toMs };
  for await (const frame of logs.read(ownerId, sessionId, led)) {
    // A copy, because decoders may use their output again.
    pieces.push(audio.decode(frame).slice());
    frames += 1;
    if (frames % FRAMES_PER_TURN === 0) await nextTurn();
  }
  pieces.push(audio.end());
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece, at);
    at += piece.length;
  }
  return samples;
}
