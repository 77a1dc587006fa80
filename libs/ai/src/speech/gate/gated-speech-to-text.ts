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
import { GateMeter, type GateMode } from './gate-meter.js';
import { EnergyVoices } from './energy-verdicts.js';
import { JudgedStream } from './judged-stream.js';
import { ShadowedStream } from './shadowed-stream.js';
import type { Verdicts, VoiceSource } from './verdicts.js';

export interface GateOptions {
  /**
   * `active`: what holds no voice is withheld. `energy`: what is no louder than the room is withheld, and no detector is needed. `shadow`:
   * everything is sent, and what `active` would have withheld is counted. `off`: everything is sent.
   */
  readonly mode: GateMode;
  readonly voices: VoiceSource;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** A detector that is not there by then (its model may be on its way) is done without: no word waits for it. */
const VOICES_WITHIN_MS = 1_000;
const ENERGY = new EnergyVoices();

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
    const needsDetector = this.options.mode === 'active' || this.options.mode === 'shadow';
    await Promise.all([
      this.provider.warmUp(),
      needsDetector ? this.options.voices.warmUp().catch(() => undefined) : undefined,
    ]);
  }

  override async open(options: SpeechOptions, events: SpeechStreamEvents): Promise<SpeechStream> {
    const mode = this.modeFor(options);
    const meter = new GateMeter(this.name, mode, this.options);
    const stream =
      mode === 'shadow'
        ? new ShadowedStream(meter, events)
        : new JudgedStream(meter, events, mode === 'active');
    const inner = await this.provider.open(options, stream.listener());
    stream.begin(inner, mode === 'off' ? null : await this.voicesFor(stream, mode));
    return stream;
  }

  override transcribe(samples: Int16Array, options: SpeechOptions): Promise<RecognizedUtterance[]> {
    return this.provider.transcribe(samples, options);
  }

  override close(): Promise<void> {
    return this.provider.close();
  }

  /** A client's wish goes before how the server is set up. */
  private modeFor({ voiceGate }: SpeechOptions): GateMode {
    const { mode } = this.options;
    if (voiceGate === 'enabled') return mode === 'energy' ? 'energy' : 'active';
    return voiceGate === 'disabled' ? 'off' : mode;
  }

  private async voicesFor(stream: JudgedStream | ShadowedStream, mode: GateMode): Promise<Verdicts | null> {
    const { clock, log } = this.options;
    const voices = mode === 'energy' ? ENERGY : this.options.voices;
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
