import type { Clock } from '#libs/kernel';
import type { Log, Metrics } from '#libs/observability';
import {
  SpeechToText,
  type RecognizedUtterance,
  type SpeechCapabilities,
  type SpeechOptions,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../../ports/speech-to-text.js';
import { GateMeter } from './gate-meter.js';
import { JudgedStream } from './judged-stream.js';
import { ShadowedStream } from './shadowed-stream.js';
import type { Verdicts, VoiceSource } from './verdicts.js';

export interface GateOptions {
  /** `active`: silence is withheld. `shadow`: everything is sent, and what would have been withheld is counted. `off`: everything is sent. */
  readonly mode: 'active' | 'shadow' | 'off';
  readonly voices: VoiceSource;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** A detector that is not there by then (its model may be on its way) is done without: no word waits for it. */
const VOICES_WITHIN_MS = 1_000;

/** A provider that is sent speech, and silence only where it tells what belongs together. Without a detector everything is sent. */
export class GatedSpeechToText extends SpeechToText {
  constructor(
    private readonly provider: SpeechToText,
    private readonly options: GateOptions,
  ) {
    super();
  }

  override get name(): string {
    return this.provider.name;
  }
  override get capabilities(): SpeechCapabilities {
    return this.provider.capabilities;
  }

  override async warmUp(): Promise<void> {
    await Promise.all([this.provider.warmUp(), this.options.voices.warmUp().catch(() => undefined)]);
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    const mode = this.modeFor(options);
    const meter = new GateMeter(this.name, mode, this.options);
    const stream = mode === 'shadow' ? new ShadowedStream(meter, events) : new JudgedStream(meter, events);
    const inner = await this.provider.open(options, stream.listener());
    stream.begin(inner, mode === 'off' ? null : await this.voicesFor(stream));
    return stream;
  }

  override transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]> {
    return this.provider.transcribe(samples, options);
  }

  override close(): Promise<void> {
    return this.provider.close();
  }

  /** A client's wish goes before how the server is set up. */
  private modeFor({ voiceGate }: SpeechOptions): GateOptions['mode'] {
    if (voiceGate === 'enabled') return 'active';
    return voiceGate === 'disabled' ? 'off' : this.options.mode;
  }

  private async voicesFor(stream: JudgedStream | ShadowedStream): Promise<Verdicts | null> {
    const { voices, clock, log } = this.options;
    const opening = voices.open({
      onFrame: (frame) => stream.onFrame(frame),
      onDeath: () => stream.onVoicesLost(),
    });
    const late = Promise.withResolvers<null>();
    const cancel = clock.after(VOICES_WITHIN_MS, () => late.resolve(null));
    const opened = await Promise.race([opening.catch(() => null), late.promise]);
    cancel();
    if (opened) return opened;
    void opening.then(
      (tooLate) => tooLate.end(),
      () => undefined,
    );
    log.warn('Voices cannot be told from silence; a speech provider is sent everything', {
      'stt.provider': this.name,
    });
    return null;
  }
}
