import { Injectable } from '@nestjs/common';
import { ModelUsage, OwnerProfile } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import type { TranscriptTurn } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { SpokenLanguage } from '../understanding/spoken-language.js';
import { topicTask, type Topic } from './topic.task.js';

/** What is talked about now stands at the end: some 3,000 tokens. */
const READ_CHARACTERS = 12_000;
const SPEAKER = /^\s*\[?([\p{L}][\p{L}\d_ .'-]{0,30}?)\]?\s*:(?=\s|$)\s*/u;

/** What a text is about that belongs to no conversation, such as the transcript that a client shows so far. Keeps nothing. */
@Injectable()
export class Topics {
  constructor(
    private readonly model: LanguageModel,
    private readonly profile: OwnerProfile,
    private readonly spoken: SpokenLanguage,
    private readonly usage: ModelUsage,
    private readonly clock: Clock,
  ) {}

  /** `transcript`: a line each, `name: words` where several speak. `invalid` TRANSCRIPT_EMPTY. */
  async of(ownerId: string, transcript: string, signal?: AbortSignal): Promise<Topic> {
    const turns = turnsOf(transcript.slice(-READ_CHARACTERS));
    if (turns.length === 0)
      throw new AppError('invalid', 'TRANSCRIPT_EMPTY', 'Nothing is said in that transcript.');
    const [timeZone, ownerName, outputLanguage, language] = await Promise.all([
      this.profile.timeZoneOf(ownerId),
      this.profile.nameOf(ownerId),
      this.profile.languageOf(ownerId),
      this.spoken.of(turns, null),
    ]);
    const about = { turns, startedAtMs: this.clock.nowMs(), timeZone, ownerName, language };
    const input = outputLanguage === null ? about : { ...about, outputLanguage };
    return (await this.model.run(topicTask, input, signal, this.usage.meterOf(ownerId))).output;
  }
}

/** A line without a name goes on with whoever spoke before. */
function turnsOf(text: string): TranscriptTurn[] {
  let speaker = 'Speaker 0';
  return text.split('\n').flatMap((line, at) => {
    const named = SPEAKER.exec(line);
    speaker = named?.[1] ?? speaker;
    const words = line.slice(named?.[0].length ?? 0).trim();
    return words === ''
      ? []
      : { segmentIds: [`line-${at + 1}`], speaker, isUser: null, text: words, start: at, end: at };
  });
}
