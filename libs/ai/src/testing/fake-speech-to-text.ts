import { AppError } from '#libs/kernel';
import { assertLanguageSupported } from '../speech/language-support.js';
import {
  SPEECH_SAMPLE_RATE,
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../ports/speech-to-text.js';

export interface ScriptedUtterance {
  /** Empty: somebody speaks, and no words come of it. */
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 when absent. */
  readonly speaker?: number;
}

/** What one stream hears, whatever audio is pushed: only its length counts. Times are of that stream's own audio. */
export interface SpeechScript {
  /** In order of time, not overlapping. */
  readonly utterances: readonly ScriptedUtterance[];
  /** The stream dies with `onError` when its audio passes this point. */
  readonly failAtMs?: number;
  /** The stream cannot be opened: why. */
  readonly refusal?: AppError;
}

const SILENCE: SpeechScript = { utterances: [] };

/**
 * Speech to text that has been told what it will hear. The n-th opened stream plays the n-th script, later ones the last script again.
 * Events come in a microtask after the push that caused them, never inside it.
 */
export class FakeSpeechToText extends SpeechToText {
  override name = 'fake';
  override capabilities: SpeechCapabilities = {
    partialResults: true,
    diarization: false,
    wordTimes: false,
    languages: ['en'],
    multilingual: false,
    keyterms: false,
    remote: false,
  };
  /** The languages that streams were asked for, in order. */
  readonly opened: string[] = [];
  private readonly scripts: readonly SpeechScript[];

  constructor(...scripts: readonly SpeechScript[]) {
    super();
    this.scripts = scripts;
  }

  /** The same with another name, or that can do more or less. */
  as(name: string, capabilities: Partial<SpeechCapabilities> = {}): this {
    this.name = name;
    this.capabilities = { ...this.capabilities, ...capabilities };
    return this;
  }

  override warmUp(): Promise<void> {
    return Promise.resolve();
  }

  override async open(options: { language: string }, events: SpeechStreamEvents): Promise<SpeechStream> {
    assertLanguageSupported(options.language, this.capabilities.languages);
    const script = this.scripts[this.opened.length] ?? this.scripts.at(-1) ?? SILENCE;
    this.opened.push(options.language);
    if (script.refusal) throw script.refusal;
    return new ScriptedStream(script, events);
  }

  override async transcribe(
    samples: Int16Array,
    options: { language: string },
  ): Promise<RecognizedUtterance[]> {
    const told: RecognizedUtterance[] = [];
    let failure: Error | undefined;
    const stream = await this.open(options, {
      onSpeechStart: () => undefined,
      onPartial: () => undefined,
      onFinal: (utterance) => void told.push(utterance),
      onProgress: () => undefined,
      onError: (error) => (failure = error),
    });
    stream.push(samples);
    await stream.close();
    if (failure) throw failure;
    return told;
  }

  override close(): Promise<void> {
    return Promise.resolve();
  }
}

class ScriptedStream implements SpeechStream {
  private readonly waiting: ScriptedUtterance[];
  private pushedMs = 0;
  private handledMs = 0;
  private speechMs = 0;
  private startTold = false;
  private lastPartial = '';
  private ended = false;

  constructor(
    private readonly script: SpeechScript,
    private readonly events: SpeechStreamEvents,
  ) {
    this.waiting = [...script.utterances];
  }

  get backlogMs(): number {
    return this.pushedMs - this.handledMs;
  }

  push(samples: Int16Array): void {
    this.pushedMs += (samples.length * 1000) / SPEECH_SAMPLE_RATE;
    const untilMs = this.pushedMs;
    queueMicrotask(() => this.play(untilMs));
  }

  async flush(): Promise<void> {
    await Promise.resolve();
    if (this.ended) return;
    this.cutOpenUtterance();
    this.tellProgress(this.pushedMs);
  }

  async close(): Promise<void> {
    await this.flush();
    this.ended = true;
  }

  private play(untilMs: number): void {
    if (this.ended) return;
    const failAtMs = this.script.failAtMs ?? Infinity;
    this.hear(Math.min(untilMs, failAtMs));
    if (untilMs >= failAtMs) this.fail();
  }

  private hear(untilMs: number): void {
    while (this.waiting[0] && this.waiting[0].endMs <= untilMs) this.tellFinal(this.waiting.shift()!);
    const open = this.waiting[0];
    if (open && open.startMs < untilMs) this.tellPartial(open, untilMs);
    this.tellProgress(Math.min(untilMs, open?.startMs ?? untilMs));
  }

  private tellStart(utterance: ScriptedUtterance): void {
    if (!this.startTold) this.events.onSpeechStart(utterance.startMs);
    this.startTold = true;
  }

  private tellPartial(utterance: ScriptedUtterance, heardMs: number): void {
    this.tellStart(utterance);
    const text = splitAt(utterance, heardMs).spoken;
    if (text === this.lastPartial || text === '') return;
    this.lastPartial = text;
    this.events.onPartial({
      text,
      startMs: utterance.startMs,
      endMs: heardMs,
      speaker: utterance.speaker ?? 0,
    });
  }

  private tellFinal(utterance: ScriptedUtterance): void {
    this.tellStart(utterance);
    this.startTold = false;
    this.lastPartial = '';
    this.speechMs += utterance.endMs - utterance.startMs;
    if (utterance.text === '') this.events.onWordless?.(utterance.startMs, utterance.endMs);
    else this.events.onFinal({ ...utterance, speaker: utterance.speaker ?? 0 });
  }

  /** Tells the words so far as an utterance of their own; the rest follows when its audio has come. */
  private cutOpenUtterance(): void {
    const open = this.waiting[0];
    if (!open || open.startMs >= this.pushedMs) return;
    const { spoken, rest } = splitAt(open, this.pushedMs);
    if (spoken === '') return;
    this.waiting[0] = { ...open, text: rest, startMs: this.pushedMs };
    this.tellFinal({ ...open, text: spoken, endMs: this.pushedMs });
  }

  private tellProgress(handledMs: number): void {
    this.handledMs = Math.max(this.handledMs, handledMs);
    this.events.onProgress(this.handledMs, this.speechMs);
  }

  private fail(): void {
    this.ended = true;
    this.events.onError(
      new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'The scripted recognizer failed as it was told to.'),
    );
  }
}

/** Words are taken as spoken at an even pace. */
function splitAt(utterance: ScriptedUtterance, atMs: number): { spoken: string; rest: string } {
  const words = utterance.text.split(' ');
  const share = (atMs - utterance.startMs) / (utterance.endMs - utterance.startMs);
  const count = Math.min(words.length, Math.floor(words.length * share));
  return { spoken: words.slice(0, count).join(' '), rest: words.slice(count).join(' ') };
}
