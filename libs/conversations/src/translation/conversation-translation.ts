import { Injectable } from '@nestjs/common';
import { ModelUsage, SpeechSettings, translationTargetOf } from '#libs/accounts';
import { LanguageDetector, LanguageModel, primaryLanguage } from '#libs/ai';
import { AppEventBus } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { ConversationRepository } from '../store/conversation.repository.js';
import { translateSegmentsTask } from './translate-segments.task.js';
import { callsOf, nextBatch, withDealtWith, type DealtWith, type DueSegment } from './translation.rules.js';

/** Calls of the model for one conversation: a call of eight hours with something foreign every quarter of a minute. */
export const MAX_CALLS = 2_000;

interface Wanted {
  readonly lang: string;
  /** Languages that come into question; none when any does. */
  readonly languages: readonly string[];
}

/** One look at a conversation: whose it is, and whether what cannot be translated now is never tried again. */
export interface TranslationRun {
  readonly ownerId: string;
  readonly conversationId: string;
  readonly isLastAttempt: boolean;
  readonly signal: AbortSignal;
}

/** Translates what was said in foreign languages, and has not been translated yet, into the one that the owner reads. */
@Injectable()
export class ConversationTranslation {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly settings: SpeechSettings,
    private readonly detector: LanguageDetector,
    private readonly model: LanguageModel,
    private readonly usage: ModelUsage,
    private readonly events: AppEventBus,
  ) {}

  /** Whether it can be done at all. */
  get isAvailable(): boolean {
    return this.model.available;
  }

  /** Everything that is due; what was translated before stays. `unavailable` TRANSLATION_UNAVAILABLE when the model cannot do it now. */
  async run(run: TranslationRun): Promise<void> {
    while (this.isAvailable && (await this.translateNext(run))) run.signal.throwIfAborted();
  }

  /** Whether there may be more to do. */
  private async translateNext(run: TranslationRun): Promise<boolean> {
    const { ownerId, conversationId } = run;
    const row = await this.conversations.findRow(ownerId, conversationId);
    const wanted = row && (await this.wantedOf(ownerId, row.language));
    if (!wanted || callsOf(row) >= MAX_CALLS) return false;
    const batch = nextBatch(row, wanted.lang);
    if (batch.length > 0) await this.translate(run, wanted, batch);
    return batch.length > 0;
  }

  private async translate(run: TranslationRun, wanted: Wanted, batch: readonly DueSegment[]): Promise<void> {
    const foreign = await this.foreignOf(batch, wanted);
    const translations = foreign.length === 0 ? [] : await this.ask(foreign, wanted.lang, run);
    if (translations || run.isLastAttempt) {
      const dealt = batch.map(({ id, text }) => ({ id, text, translation: null }));
      const calls = foreign.length > 0 ? 1 : 0;
      await this.store(run, wanted.lang, { dealt: [...dealt, ...(translations ?? [])], calls });
    }
    if (!translations) throw translationUnavailable();
  }

  private async wantedOf(ownerId: string, language: string | null): Promise<Wanted | null> {
    const speech = await this.settings.of(ownerId);
    const lang = translationTargetOf(language, speech);
    const { languages } = speech;
    return lang === null ? null : { lang, languages: languages.length > 0 ? [...languages, lang] : [] };
  }

  private async foreignOf(
    batch: readonly DueSegment[],
    { lang, languages }: Wanted,
  ): Promise<readonly DueSegment[]> {
    const spoken = await this.detector.detect(
      batch.map(({ added }) => added),
      languages,
    );
    // What gives no clue to its language, a number or a sigh, reads the same in all of them.
    const isForeign = (at: number) => spoken[at] !== null && spoken[at] !== primaryLanguage(lang);
    return batch.filter(({ isTranslated }, at) => isTranslated || isForeign(at));
  }

  /** Null when the model cannot do it. */
  private async ask(
    foreign: readonly DueSegment[],
    target: string,
    { ownerId, signal }: TranslationRun,
  ): Promise<DealtWith[] | null> {
    const texts = foreign.map(({ text }) => text);
    const { output, answeredBy } = await this.model.run(
      translateSegmentsTask,
      { texts, target },
      signal,
      this.usage.meterOf(ownerId),
    );
    if (answeredBy === 'rules') return null;
    return output.translations.map(({ number, text: translation }) => {
      const { id, text } = foreign[number - 1]!;
      return { id, text, translation };
    });
  }

  private async store(
    { ownerId, conversationId }: TranslationRun,
    lang: string,
    { dealt, calls }: { readonly dealt: readonly DealtWith[]; readonly calls: number },
  ): Promise<void> {
    let segmentIds: string[] = [];
    await this.conversations.change(ownerId, conversationId, (row) => {
      const { fields, translatedIds } = withDealtWith(row, lang, dealt, calls);
      segmentIds = translatedIds;
      return fields;
    });
    if (segmentIds.length > 0)
      this.events.emit('segments.translated', { ownerId, conversationId, segmentIds });
  }
}

function translationUnavailable(): AppError {
  return new AppError(
    'unavailable',
    'TRANSLATION_UNAVAILABLE',
    'The language model cannot translate now. It is tried again by itself.',
  );
}
