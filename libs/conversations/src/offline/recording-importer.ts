import { Injectable } from '@nestjs/common';
import { SPEECH_SAMPLE_RATE, VoiceActivity, type VoicedStretch } from '#libs/ai';
import { Clock } from '#libs/kernel';
import { speechSpans } from '#libs/transcription';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import { isSettled, type OfflineRecording, type OfflineSpan } from './offline-recording.js';
import { OfflineSound } from './offline-sound.js';
import { SpanImporter } from './span-importer.js';

/** Takes a recording from its bytes to the conversations that its words belong to, span by span; what is done is not done again. */
@Injectable()
export class RecordingImporter {
  constructor(
    private readonly recordings: OfflineRecordingRepository,
    private readonly sound: OfflineSound,
    private readonly voices: VoiceActivity,
    private readonly spans: SpanImporter,
    private readonly clock: Clock,
  ) {}

  /**
   * Does all of it that can be done now. Spans that fail do not keep the others from it; afterwards the first failure that may pass is
   * thrown. Errors: those of `OfflineSound.read`, `VoiceActivity.listen` and `SpanImporter.take`.
   */
  async run(ownerId: string, recording: OfflineRecording, signal: AbortSignal): Promise<void> {
    const heard = recording.spans ? recording : await this.listen(ownerId, recording);
    if (!heard) return;
    const failures: unknown[] = [];
    if (heard.spans!.some((span) => !isSettled(span))) {
      for await (const sound of this.sound.spans(ownerId, heard, (span) => !isSettled(span))) {
        signal.throwIfAborted();
        await this.spans.take(ownerId, heard, sound).catch((thrown: unknown) => failures.push(thrown));
      }
    }
    if (failures.length > 0) throw failures[0];
    await this.settle(ownerId, heard.id);
  }

  /** Finds where somebody speaks. Null when the recording is gone. */
  private async listen(ownerId: string, recording: OfflineRecording): Promise<OfflineRecording | null> {
    let samples = 0;
    const counted = async function* (pieces: AsyncIterable<Int16Array>) {
      for await (const piece of pieces) {
        samples += piece.length;
        yield piece;
      }
    };
    const voiced = await Array.fromAsync(this.voices.listen(counted(this.sound.read(ownerId, recording))));
    const durationMs = (samples * 1_000) / SPEECH_SAMPLE_RATE;
    const spans = speechSpans(voiced, durationMs).map(({ fromMs, toMs, speech }) =>
      newSpan(fromMs, toMs, speech),
    );
    return this.recordings.change(ownerId, recording.id, ({ recorded_at, is_end_known }) => ({
      spans,
      duration_ms: durationMs,
      recorded_at: is_end_known ? new Date(recorded_at.getTime() - durationMs) : recorded_at,
      is_end_known: false,
      updated_at: this.clock.now(),
    }));
  }

  private async settle(ownerId: string, id: string): Promise<void> {
    const settled = await this.recordings.change(ownerId, id, ({ spans, state }) =>
      state === 'waiting' && spans?.every(isSettled)
        ? {
            state: spans.some((span) => span.state === 'failed') ? 'failed' : 'done',
            failure_code: spans.find(({ state: of }) => of === 'failed')?.failure_code ?? null,
            updated_at: this.clock.now(),
          }
        : null,
    );
    // Sound that nobody found words in yet stays, for a better recognizer.
    if (settled?.state === 'done') await this.sound.discard(ownerId, id);
  }
}

function newSpan(fromMs: number, toMs: number, speech: readonly VoicedStretch[]): OfflineSpan {
  return {
    from_ms: fromMs,
    to_ms: toMs,
    speech: speech.flatMap(({ startMs, endMs }) => [startMs, endMs]),
    state: 'waiting',
    conversation_id: '',
    is_new: false,
    owes_sound: false,
    wordless_tries: 0,
    failure_code: null,
  };
}
