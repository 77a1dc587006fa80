import {
  SPEECH_SAMPLE_RATE,
  type SpeechCapabilities,
  type SpeechOptions,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../../ports/speech-to-text.js';
import { singleLanguageOf } from './language-names.js';
import { isThisMachine } from './this-machine.js';
import { UtteranceSpeechToText, type UtteranceProviderOptions } from './utterance-speech-to-text.js';
import type { WrittenUtterance } from './utterance-stream.js';
import { pcmBytes } from './wav-file.js';
import { exchange, type WyomingAddress, type WyomingOutcome } from './wyoming-exchange.js';
import { languagesOf } from './wyoming-info.js';
import { WyomingTranscript } from './wyoming-transcript.js';
import type { WyomingEvent } from './wyoming-wire.js';

export interface WyomingOptions extends UtteranceProviderOptions {
  /** `tcp://host:port` */
  readonly url: string;
  /** Which of the server's models; its own choice when absent. */
  readonly model?: string | undefined;
}

const FORMAT = { rate: SPEECH_SAMPLE_RATE, width: 2, channels: 1 };
/** Half a second. */
const CHUNK_SAMPLES = SPEECH_SAMPLE_RATE / 2;
const DESCRIBE_WITHIN_MS = 5_000;

/** A speech-to-text server of Home Assistant: faster-whisper, whisper.cpp, Vosk, Speech-to-Phrase. */
export class WyomingSpeechToText extends UtteranceSpeechToText {
  override readonly name = 'wyoming';
  private readonly address: WyomingAddress;
  /** What the server says it understands, once it was reached. */
  private languages: readonly string[] | undefined;

  constructor(private readonly options: WyomingOptions) {
    super(options);
    const { hostname, port } = new URL(options.url);
    this.address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
  }

  override get capabilities(): SpeechCapabilities {
    const languages = this.languages ?? ['*'];
    return {
      partialResults: false,
      diarization: false,
      wordTimes: false,
      languages,
      multilingual: languages.length > 1 || languages.includes('*'),
      keyterms: false,
      remote: !isThisMachine(this.address.host),
    };
  }

  /** Errors: as the port, when the server is not there. */
  override async warmUp(): Promise<void> {
    await Promise.all([super.warmUp(), this.describe()]);
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    await this.describe();
    return super.open(options, events);
  }

  protected override write(
    samples: Int16Array,
    { language, languages }: SpeechOptions,
    signal: AbortSignal,
  ): Promise<WrittenUtterance> {
    const told = singleLanguageOf(language, languages);
    const { model } = this.options;
    const request = { ...(told !== undefined && { language: told }), ...(model && { name: model }) };
    const transcript = new WyomingTranscript(told === undefined);
    return this.exchange(
      [{ type: 'transcribe', data: request }, ...audioEvents(samples)],
      (event) => transcript.hear(event),
      signal,
    );
  }

  /** Asks the server what it understands, until it has said so once. */
  private async describe(): Promise<void> {
    if (this.languages) return;
    const limit = new AbortController();
    const cancel = this.options.clock.after(DESCRIBE_WITHIN_MS, () => limit.abort(this.tooSlow()));
    const listen = ({ type, data }: WyomingEvent): WyomingOutcome<readonly string[]> => {
      if (type !== 'info') return undefined;
      const languages = languagesOf(data);
      return languages ? { answer: languages } : { failed: 'nonsense' };
    };
    this.languages = await this.exchange([{ type: 'describe' }], listen, limit.signal).finally(cancel);
  }

  private exchange<T>(
    events: readonly WyomingEvent[],
    listen: (event: WyomingEvent) => WyomingOutcome<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { address } = this;
    return exchange(events, listen, { address, clock: this.options.clock, signal });
  }
}

function audioEvents(samples: Int16Array): WyomingEvent[] {
  const chunks: WyomingEvent[] = [];
  for (let start = 0; start < samples.length; start += CHUNK_SAMPLES) {
    const payload = pcmBytes(samples.subarray(start, start + CHUNK_SAMPLES));
    chunks.push({ type: 'audio-chunk', data: FORMAT, payload });
  }
  return [{ type: 'audio-start', data: FORMAT }, ...chunks, { type: 'audio-stop' }];
}
