import { crc32 } from 'node:zlib';
import type { CaptureInfo, CaptureLogs } from '../capture/capture-logs.js';
import type { AudioSpan } from '../capture/erase-span.js';
import { clockRate, isOpus } from '../codecs/audio-format.js';
import { openDecoder } from '../codecs/frame-decoder.js';
import { encodeOggOpus, silentOpusPackets } from '../codecs/ogg-opus.js';
import { encodeWav } from '../codecs/wav.js';
import { playSpan, type Played } from './span-playback.js';

/** From `offsetMs` of the file on, it runs with the wall clock from `wallMs` (epoch milliseconds) on. */
export interface RecordingStretch {
  readonly offsetMs: number;
  readonly wallMs: number;
}

/** A span of a capture log as a file to keep. */
export interface SpanRecording {
  readonly contentType: 'audio/ogg' | 'audio/wav';
  readonly extension: 'ogg' | 'wav';
  readonly durationMs: number;
  /** At least one; several where the device was away for longer than `MAX_FILLED_PAUSE_MS`. */
  readonly stretches: readonly RecordingStretch[];
  /** The file, piece by piece, read from the log as it is asked for. */
  content(): AsyncIterable<Uint8Array>;
}

/**
 * Makes a recording of a span: Opus packets as they were received in an Ogg stream, PCM as a WAV of 16 bits at the device's rate. Null when
 * the log or the span holds no audio. The log must stay until `content` has been read to its end.
 */
export async function recordSpan(
  logs: CaptureLogs,
  ownerId: string,
  sessionId: string,
  span: AudioSpan,
): Promise<SpanRecording | null> {
  const info = await logs.describe(ownerId, sessionId);
  if (!info) return null;
  const rate = clockRate(info);
  const play = () => playSpan(logs.read(ownerId, sessionId, span), info.timeline, rate);
  const { samples, stretches } = await survey(play(), rate);
  if (samples === 0) return null;
  const durationMs = (samples * 1_000) / rate;
  return isOpus(info.codec)
    ? {
        contentType: 'audio/ogg',
        extension: 'ogg',
        durationMs,
        stretches,
        content: () => encodeOggOpus(packetsOf(play()), crc32(sessionId)),
      }
    : {
        contentType: 'audio/wav',
        extension: 'wav',
        durationMs,
        stretches,
        content: () => encodeWav(samplesOf(play(), info), { sampleRate: rate, samples }),
      };
}

async function survey(played: AsyncIterable<Played>, rate: number) {
  const stretches: RecordingStretch[] = [];
  let samples = 0;
  for await (const item of played) {
    if (item.kind === 'stretch') stretches.push({ offsetMs: (samples * 1_000) / rate, wallMs: item.wallMs });
    else samples += item.kind === 'silence' ? item.samples : item.frame.samples;
  }
  return { samples, stretches };
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
}

async function* samplesOf(played: AsyncIterable<Played>, info: CaptureInfo): AsyncGenerator<Int16Array> {
  const decoder = openDecoder(info);
  let followsOn = false;
  for await (const item of played) {
    if (item.kind === 'frame') {
      if (!followsOn) decoder.skip(0, item.frame.carriedIn);
      followsOn = true;
      yield decoder.decode(item.frame.payload);
    } else if (item.kind === 'silence') {
      followsOn = false;
      for (let left = item.samples; left > 0; left -= info.sampleRate) {
        yield new Int16Array(Math.min(left, info.sampleRate));
      }
    }
  }
}
