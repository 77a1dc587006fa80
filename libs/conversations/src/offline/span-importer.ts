import { Injectable } from '@nestjs/common';
import { keytermsOf, SpeechSettings } from '#libs/accounts';
import type { SpeechOptions } from '#libs/ai';
import { toAppError, type AppError } from '#libs/kernel';
import { CondensedSound, RecordingRecognizer, type RecognizedRecording } from '#libs/transcription';
import { OfflineNews } from './offline-news.js';
import { OfflinePlacement } from './offline-placement.js';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import type { OfflineRecording, OfflineSpan } from './offline-recording.js';
import type { SpanSound } from './offline-sound.js';
import { OwnerTurns } from './owner-turns.js';

/** Sound in which a detector hears a voice and recognizers find no words is tried this often, in case they were not themselves. */
const MAX_WORDLESS_TRIES = 5;
/** Recognizes one span and puts its words and its sound where they belong. */
@Injectable()
export class SpanImporter {
  constructor(
    private readonly recordings: OfflineRecordingRepository,
    private readonly recognizer: RecordingRecognizer,
    private readonly placement: OfflinePlacement,
    private readonly news: OfflineNews,
    private readonly settings: SpeechSettings,
    private readonly turns: OwnerTurns,
  ) {}

  /**
   * Safe to run again at any moment: a span that is placed gets only what it still owes. Errors: `unavailable` SPEECH_NOT_RECOGNIZED, and
   * those of the stores. What cannot be recognized by anybody is noted and no error.
   */
  async take(ownerId: string, recording: OfflineRecording, sound: SpanSound): Promise<void> {
    const span = recording.spans![sound.index]!;
    if (span.state === 'waiting') {
      const options = await this.optionsFor(ownerId, recording);
      const heard = await this.recognize(ownerId, recording, sound, options);
      if (!heard) return;
      const placing = {
        recordingId: recording.id,
        spanIndex: sound.index,
        heard,
        language: options.language,
      };
      const placed = await this.turns.run(ownerId, () => this.placement.place(ownerId, placing));
      if (placed) await this.news.ofWords(ownerId, placed);
    }
    await this.news.ofSound(ownerId, recording.id, sound);
  }

  /** Null when nobody here can ever recognize it, which is noted. */
  private async recognize(
    ownerId: string,
    recording: OfflineRecording,
    { index, samples }: SpanSound,
    options: SpeechOptions,
  ): Promise<RecognizedRecording | null> {
    const span = recording.spans![index]!;
    const sound = new CondensedSound(samples, speechIn(span));
    try {
      const heard = await this.recognizer.recognize(sound.samples, options);
      const utterances = heard.utterances.map((utterance) => {
        const { startMs, endMs, ...rest } = sound.restore(utterance);
        return { ...rest, startMs: startMs + span.from_ms, endMs: endMs + span.from_ms };
      });
      return { ...heard, utterances };
    } catch (thrown) {
      if (await this.isGivenUp(ownerId, recording.id, index, toAppError(thrown))) return null;
      throw thrown;
    }
  }

  /** Notes why, and how often nobody found a word. */
  private async isGivenUp(ownerId: string, id: string, index: number, error: AppError): Promise<boolean> {
    const code = String(error.details.outcome ?? error.code);
    const changed = await this.recordings.change(ownerId, id, ({ spans }) => {
      const noted = spans!.map((span, at) => (at === index ? afterFailure(span, error, code) : span));
      return { spans: noted };
    });
    return changed?.spans?.[index]?.state === 'failed';
  }

  private async optionsFor(ownerId: string, { language }: OfflineRecording): Promise<SpeechOptions> {
    const speech = await this.settings.of(ownerId);
    const several = speech.languages.length > 1 && !speech.singleLanguageMode;
    return {
      language: language ?? (several ? 'multi' : speech.language),
      languages: speech.languages,
      keyterms: keytermsOf(speech),
    };
  }
}

function afterFailure(span: OfflineSpan, error: AppError, code: string): OfflineSpan {
  const tries = span.wordless_tries + (code === 'empty_unexpected' ? 1 : 0);
  const isHopeless = error.kind === 'invalid' || tries >= MAX_WORDLESS_TRIES;
  return { ...span, wordless_tries: tries, failure_code: code, state: isHopeless ? 'failed' : 'waiting' };
}

/** Milliseconds since the span's start. */
function speechIn({ from_ms: fromMs, speech }: OfflineSpan) {
  return Array.from({ length: speech.length / 2 }, (_, n) => ({
    startMs: speech[2 * n]! - fromMs,
    endMs: speech[2 * n + 1]! - fromMs,
  }));
}
