import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ManualClock } from '#libs/kernel/testing';
import { ModelStore } from '../models/model-store.js';
import type { SpeechOptions, SpeechToText } from '../ports/speech-to-text.js';
import { VoiceThread } from '../speech/voice-thread.js';
import type { ListeningEar } from './listening-ear.js';
import { KnownRecording } from './servers/known-recording.js';
import { TWO_SENTENCES, twoSentences } from './two-sentences.js';

/** Two spoken sentences, a server's knowledge of them, and the voice detector that cuts them: what providers of whole utterances are tested with. */
export class KnownSpeech {
  readonly recording: KnownRecording;

  private constructor(
    readonly samples: Int16Array,
    readonly voices: VoiceThread,
    private readonly downloadDir: string,
  ) {
    this.recording = new KnownRecording(samples, TWO_SENTENCES);
  }

  static async prepare(): Promise<KnownSpeech> {
    const downloadDir = await mkdtemp(join(tmpdir(), 'mneme-known-speech-'));
    const known = new KnownSpeech(await twoSentences(), detectorIn(downloadDir), downloadDir);
    await known.voices.warmUp();
    return known;
  }

  /** Another detector, for a test that ends it. */
  mortalVoices(): VoiceThread {
    return detectorIn(this.downloadDir);
  }

  /** Has somebody hear all of it, while time goes on. */
  async tell(
    subject: SpeechToText,
    ear: ListeningEar,
    options: SpeechOptions,
    clock: ManualClock,
  ): Promise<ListeningEar> {
    const stream = await subject.open(options, ear);
    stream.push(this.samples);
    await clock.advanceUntilSettled(stream.close());
    return ear;
  }

  async dispose(): Promise<void> {
    await this.voices.close();
    await rm(this.downloadDir, { recursive: true, force: true });
  }
}

function detectorIn(downloadDir: string): VoiceThread {
  return new VoiceThread({ store: new ModelStore({ modelsDir: null, downloadDir }) });
}
