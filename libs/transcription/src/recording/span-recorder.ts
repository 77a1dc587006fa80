import { crc32 } from 'node:zlib';
import type { CaptureInfo } from '../capture/capture-info.js';
import type { CaptureLogs } from '../capture/capture-logs.js';
import type { AudioSpan } from '../capture/erase-span.js';
import { clockRate, isOpus, OPUS_CLOCK_RATE } from '../codecs/audio-format.js';
import { SpeechDecoder } from '../codecs/frame-decoder.js';
import { encodeOggOpus, SHORTEST_OPUS_PACKET, silentOpusPackets } from '../codecs/ogg-opus.js';
import { encodeOpus, OPUS_LOOKAHEAD } from '../codecs/opus-encoder.js';
import { playSpan, type Played } from './span-playback.js';

/** Sound before the span that is put before it and never played, so that a decoder has found its feet when the span begins: RFC 7845 §4.6. */
const LEAD_MS = 80;

/** From `offsetMs` of the file on, it runs with the wall clock from `wallMs` (epoch milliseconds) on. */
export interface RecordingStretch {
  readonly offsetMs: number;
  readonly wallMs: number;
}

/** A span of a capture log as a file to keep. */
export interface SpanRecording {
  readonly contentType: 'audio/ogg';
  readonly extension: 'ogg';
  /** What a player plays, to the sample. */
  readonly durationMs: number;
  /** At least one; several where the device was away for longer than `MAX_FILLED_PAUSE_MS`. */
  readonly stretches: readonly RecordingStretch[];
  /** The file, piece by piece, read from the log as it is asked for. */
  content(): AsyncIterable<Uint8Array>;
}

/**
 * Makes a recording of a span as Ogg Opus: Opus packets as they were received, everything else encoded for speech. A span holds the frames
 * that begin within it, so spans that join at the same position share no sample and miss none, and their recordings played one after the
 * other are the recording of both together. Null when the log or the span holds no audio. The log must stay until `content` has been read
 * to its end.
 */
export async function recordSpan(
  logs: CaptureLogs,
  ownerId: string,
  sessionId: string,
  span: AudioSpan,
): Promise<SpanRecording | null> {
  const info = await logs.describe(ownerId, sessionId);
  if (!info) return null;
  const play = (part: AudioSpan) =>
    playSpan(logs.read(ownerId, sessionId, part), info.timeline, clockRate(info));
  const { ticks, firstMs, stretches } = await survey(play(span), clockRate(info));
  if (ticks === 0) return null;
  const lead = await leadBefore(logs, info, firstMs);
  const sound = () => play({ fromMs: lead.fromMs, toMs: span.toMs });
  const toOpusClock = (count: number) => Math.round((count * OPUS_CLOCK_RATE) / clockRate(info));
  const preSkip = toOpusClock(lead.ticks) + (isOpus(info.codec) ? 0 : OPUS_LOOKAHEAD);
  return {
    contentType: 'audio/ogg',
    extension: 'ogg',
    durationMs: (ticks * 1_000) / clockRate(info),
    stretches,
    content: () =>
      encodeOggOpus(isOpus(info.codec) ? packetsOf(sound()) : encodeOpus(samplesOf(sound(), info)), {
        // Recordings of one session may be put one after the other as one file: their serials must differ then (RFC 3533 §4).
        serial: crc32(`${sessionId}:${firstMs}`),
        preSkip,
        samples: toOpusClock(ticks),
      }),
  };
}

async function survey(played: AsyncIterable<Played>, rate: number) {
  const stretches: RecordingStretch[] = [];
  let ticks = 0;
  let firstMs = 0;
  for await (const item of played) {
    if (item.kind === 'stretch') {
      stretches.push({ offsetMs: (ticks * 1_000) / rate, wallMs: item.wallMs });
      continue;
    }
    if (ticks === 0) firstMs = item.positionMs;
    ticks += item.samples;
  }
  return { ticks, firstMs, stretches };
}

/** The frames right before a position that were recorded in one go with it. */
async function leadBefore(
  logs: CaptureLogs,
  info: CaptureInfo,
  positionMs: number,
): Promise<{ fromMs: number; ticks: number }> {
  let lead = { fromMs: positionMs, ticks: 0 };
  const before = { fromMs: positionMs - LEAD_MS, toMs: positionMs };
  for await (const frame of logs.read(info.ownerId, info.sessionId, before)) {
    if (info.timeline.hasGapBetween(frame.positionMs, positionMs)) continue;
    if (lead.ticks === 0) lead = { fromMs: frame.positionMs, ticks: 0 };
    lead.ticks += frame.samples;
  }
  return lead;
}

async function* packetsOf(played: AsyncIterable<Played>): AsyncGenerator<Uint8Array> {
  let owed = 0;
  for await (const item of played) {
    if (item.kind === 'frame') {
      yield item.frame.payload;
    } else if (item.kind === 'silence') {
      const { packets, rest } = silentOpusPackets(owed + item.samples);
      owed = rest;
      yield* packets;
    }
  }
  if (owed > 0) yield* silentOpusPackets(SHORTEST_OPUS_PACKET).packets;
}

async function* samplesOf(played: AsyncIterable<Played>, info: CaptureInfo): AsyncGenerator<Int16Array> {
  const decoder = new SpeechDecoder(info);
  let followsOn = false;
  try {
    for await (const item of played) {
      if (item.kind === 'silence') yield* silence(decoder, item.samples, clockRate(info));
      if (item.kind === 'frame' && !followsOn) yield decoder.skip(0, item.frame.carriedIn);
      if (item.kind === 'frame') yield decoder.decode(item.frame.payload);
      followsOn = item.kind === 'frame';
    }
    yield decoder.end();
  } finally {
    decoder.close();
  }
}

/** A second at a time: a pause may be long. */
function* silence(decoder: SpeechDecoder, ticks: number, aSecond: number): Generator<Int16Array> {
  for (let left = ticks; left > 0; left -= aSecond) yield decoder.skip(Math.min(left, aSecond), 0);
}
