import { SAMPLE_RATES, type Codec, type ConversationSource } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';
import type { AudioFormat } from '../codecs/audio-format.js';

/** What the name of a recording that a device made on its own says. */
export interface NamedRecording {
  /** When its first sample was recorded, epoch milliseconds. */
  readonly recordedAtMs: number;
  readonly format: AudioFormat;
  readonly source: ConversationSource;
}

/** No device of this kind was sold before. */
const EARLIEST_MS = Date.UTC(2024, 0, 1);
/** Above this a number counts milliseconds: in seconds it would be the year 2286. */
const MAX_SECONDS = 1e10;
const SUFFIX = '.bin';
const CODEC_BY_TOKEN: Readonly<Record<string, Codec>> = {
  pcm8: 'pcm8',
  pcm16: 'pcm16',
  aac: 'aac',
  lc3: 'lc3',
};
/** What clients record at where the name says nothing. */
const USUAL_RATE: Partial<Record<Codec, number>> = { pcm8: 8_000 };

/**
 * Reads a name such as `audio_omi_opus_16000_1_fs320_1714558200.bin`: codec and rate where they are named, Opus otherwise, and behind the last
 * underscore the time. The frame size is a hint that decoding does not need. Source: specification of the listen protocol, §8.1.
 * Errors: `invalid` RECORDING_NAME_INVALID, RECORDING_TIME_INVALID.
 */
export function readRecordingName(name: string, nowMs: number): NamedRecording {
  const base = baseName(name);
  if (!base.endsWith(SUFFIX) || !base.includes('_')) throw nameInvalid();
  const parts = base.slice(0, -SUFFIX.length).split('_');
  return {
    recordedAtMs: timeOf(parts.at(-1)!, nowMs),
    format: formatOf(parts.slice(0, -1).map((part) => part.toLowerCase())),
    source: base.toLowerCase().includes('limitless') ? 'limitless' : 'omi',
  };
}

/** What is behind the last slash of either kind. */
export function baseName(name: string): string {
  return name.split(/[/\\]/).at(-1)!;
}

/** Seconds or milliseconds since the epoch, with or without a fraction, as a plausible time of a recording. */
function timeOf(text: string, nowMs: number): number {
  if (!/^\d{1,16}(\.\d+)?$/.test(text)) throw nameInvalid();
  const value = Number(text);
  const atMs = Math.round(value > MAX_SECONDS ? value : value * 1_000);
  assertRecordingTime(atMs, nowMs);
  return atMs;
}

/** Throws `invalid` RECORDING_TIME_INVALID for a time before there were devices, or one that has not come yet. */
export function assertRecordingTime(atMs: number, nowMs: number): void {
  if (atMs >= EARLIEST_MS && atMs <= nowMs) return;
  throw new AppError(
    'invalid',
    'RECORDING_TIME_INVALID',
    'Invalid file format: the time in the name must be after 2023 and must not lie in the future. Is the clock of the device right?',
    { earliest: new Date(EARLIEST_MS).toISOString() },
  );
}

function formatOf(parts: readonly string[]): AudioFormat {
  const at = parts.findLastIndex((part) => Object.hasOwn(CODEC_BY_TOKEN, part));
  if (at < 0) return { codec: 'opus', sampleRate: SPEECH_SAMPLE_RATE };
  const named = CODEC_BY_TOKEN[parts[at]!]!;
  const codec = named === 'lc3' && parts.includes('fs1030') ? 'lc3_fs1030' : named;
  const rate = Number(parts[at + 1]);
  const isKnown = SAMPLE_RATES[codec].includes(rate);
  return { codec, sampleRate: isKnown ? rate : (USUAL_RATE[codec] ?? SPEECH_SAMPLE_RATE) };
}

function nameInvalid(): AppError {
  return new AppError(
    'invalid',
    'RECORDING_NAME_INVALID',
    'Invalid file format: the name of a recording must end in an underscore, the time at which it began (seconds since 1970) and “.bin”.',
  );
}
