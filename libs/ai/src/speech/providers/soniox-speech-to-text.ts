import type { Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import {
  SPEECH_SAMPLE_RATE,
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechOptions,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../../ports/speech-to-text.js';
import { FRAME_SAMPLES, loudnessDb, samplesToMs } from '../audio-frames.js';
import { assertLanguageSupported } from '../language-support.js';
import { sonioxRequest, sonioxStart } from './soniox-config.js';
import { SONIOX_LANGUAGES } from './soniox-languages.js';
import { SONIOX, SonioxLink } from './soniox-link.js';
import { recordingModelOf, restUrlOf, SonioxRecordings } from './soniox-recordings.js';
import { SonioxWords, type SonioxToken } from './soniox-words.js';
import { UtteranceBuilder } from './utterance-builder.js';
import type { VendorWord } from './vendor-word.js';
import { WordStream } from './word-stream.js';

export interface SonioxOptions {
  readonly apiKey: string;
  /** Where live streams go; `wss://stt-rt.soniox.com/transcribe-websocket` when absent. */
  readonly url?: string | null;
  /** For example `stt-rt-v5`. */
  readonly model: string;
  readonly clock: Clock;
  readonly log?: Log;
}

const SONIOX_URL = 'wss://stt-rt.soniox.com/transcribe-websocket';
/** Soniox closes a stream that gets nothing for 20 s; every 5 to 10 s is what it suggests. */
const KEEP_ALIVE_MS = 7_000;

/** Soniox takes an hour in one file; longer recordings are cut where the last of these seconds are quietest. */
const MAX_FILE_SAMPLES = 59 * 60 * SPEECH_SAMPLE_RATE;
const CUT_WITHIN_SAMPLES = 30 * SPEECH_SAMPLE_RATE;

/** Speech to text by Soniox: streams over its WebSocket, recordings as files. */
export class SonioxSpeechToText extends SpeechToText {
  override readonly name = SONIOX;
  override readonly capabilities: SpeechCapabilities = {
    partialResults: true,
    diarization: true,
    wordTimes: true,
    languages: SONIOX_LANGUAGES,
    multilingual: true,
    keyterms: true,
    remote: true,
  };

  private readonly url: string;
  private readonly recordings: SonioxRecordings;

  constructor(private readonly options: SonioxOptions) {
    super();
    this.url = options.url ?? SONIOX_URL;
    this.recordings = new SonioxRecordings({ ...options, baseUrl: restUrlOf(this.url) });
  }

  /** Nothing is loaded here. */
  override warmUp(): Promise<void> {
    return Promise.resolve();
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const { apiKey, model, clock, log } = this.options;
    const account = { apiKey, url: this.url, clock };
    return WordStream.open(
      { provider: SONIOX, clock, log, keepAliveMs: KEEP_ALIVE_MS },
      events,
      (news) => new SonioxLink(account, sonioxStart(model, options), news),
    );
  }

  override async transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const request = sonioxRequest(recordingModelOf(this.options.model), options);
    const told: RecognizedUtterance[] = [];
    const builder = new UtteranceBuilder(
      (utterance) => void told.push(utterance),
      () => samplesToMs(samples.length),
    );
    for (const { start, end } of partsOf(samples)) {
      const tokens = await this.recordings.tokensOf(samples.subarray(start, end), request);
      builder.add(wordsOf(tokens, start));
      builder.end();
    }
    return told;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Part {
  readonly start: number;
  readonly end: number;
}

function partsOf(samples: Int16Array): Part[] {
  if (samples.length === 0) return [];
  const parts: Part[] = [];
  let start = 0;
  while (samples.length - start > MAX_FILE_SAMPLES) {
    const end = quietestPoint(samples, start + MAX_FILE_SAMPLES);
    parts.push({ start, end });
    start = end;
  }
  return [...parts, { start, end: samples.length }];
}

function quietestPoint(samples: Int16Array, latest: number): number {
  let quietest = { at: latest, levelDb: Infinity };
  for (let at = latest - CUT_WITHIN_SAMPLES; at + FRAME_SAMPLES <= latest; at += FRAME_SAMPLES) {
    const levelDb = loudnessDb(samples.subarray(at, at + FRAME_SAMPLES));
    if (levelDb < quietest.levelDb) quietest = { at: at + FRAME_SAMPLES / 2, levelDb };
  }
  return quietest.at;
}

/** Words of one file, in the recording. Its voices have numbers of their own: nobody knows which are those of another file. */
function wordsOf(tokens: readonly SonioxToken[], startSample: number): VendorWord[] {
  const words = new SonioxWords();
  const offsetSeconds = startSample / SPEECH_SAMPLE_RATE;
  return [...words.add(tokens), ...words.complete()].map((word) => ({
    ...word,
    startSeconds: word.startSeconds + offsetSeconds,
    endSeconds: word.endSeconds + offsetSeconds,
    ...(word.speaker !== undefined && { speaker: `${startSample}:${word.speaker}` }),
  }));
}
