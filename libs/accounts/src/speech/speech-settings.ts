import { Injectable } from '@nestjs/common';
import type { TranscriptionPreferences, User } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { UsersRepository } from '../users.repository.js';

/** More terms would drown the words that matter; providers take no more. */
export const MAX_VOCABULARY = 100;

/** How an owner speaks, and wants to be heard. */
export interface OwnerSpeech {
  /** The first language, ISO 639-1. */
  readonly language: string;
  /** Every language, the first one included; empty when any may be spoken. */
  readonly languages: readonly string[];
  /** Names and words to listen for, at most `MAX_VOCABULARY`. */
  readonly vocabulary: readonly string[];
  /** Only the first language is expected, whatever a device says. */
  readonly singleLanguageMode: boolean;
  /** Into what speech in other languages is translated; null: it is not. */
  readonly translationLanguage: string | null;
}

/** What is absent stays as it is. */
export type OwnerSpeechChange = { readonly [Key in keyof OwnerSpeech]?: OwnerSpeech[Key] | undefined };

/** The owner's wishes for recognition, kept with the account. */
@Injectable()
export class SpeechSettings {
  constructor(private readonly users: UsersRepository) {}

  /** Those of a new account for one that is not there. */
  async of(ownerId: string): Promise<OwnerSpeech> {
    return speechOf(await this.users.find(ownerId));
  }

  /** Terms are trimmed, empty and repeated ones left out. Errors: `invalid` VOCABULARY_TOO_LONG; `not_found` USER_MISSING. */
  async change(ownerId: string, change: OwnerSpeechChange): Promise<OwnerSpeech> {
    const vocabulary = change.vocabulary && termsOf(change.vocabulary);
    const changed = await this.users.change(ownerId, (user) => {
      const next = { ...speechOf(user), ...definedOf(change), ...(vocabulary && { vocabulary }) };
      const stated = change.language === undefined ? {} : { language_stated: true };
      return { language: next.language, ...stated, transcription_preferences: preferencesOf(next) };
    });
    return speechOf(changed);
  }
}

function speechOf(user: User | null): OwnerSpeech {
  const given: Partial<TranscriptionPreferences> = user?.transcription_preferences ?? {};
  return {
    language: user?.language ?? 'en',
    languages: given.languages ?? [],
    vocabulary: given.vocabulary ?? [],
    singleLanguageMode: given.single_language_mode ?? false,
    translationLanguage: given.translation_language ?? null,
  };
}

function preferencesOf(speech: OwnerSpeech): TranscriptionPreferences {
  const { languages, vocabulary, singleLanguageMode, translationLanguage } = speech;
  return {
    single_language_mode: singleLanguageMode,
    vocabulary: [...vocabulary],
    languages: [...languages],
    translation_language: translationLanguage,
  };
}

function definedOf(change: OwnerSpeechChange): Partial<OwnerSpeech> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

function termsOf(given: readonly string[]): string[] {
  const terms = [...new Set(given.map((term) => term.trim()).filter((term) => term !== ''))];
  if (terms.length <= MAX_VOCABULARY) return terms;
  throw new AppError(
    'invalid',
    'VOCABULARY_TOO_LONG',
    `A vocabulary holds at most ${MAX_VOCABULARY} terms; leave out those that matter least.`,
    { limit: MAX_VOCABULARY },
  );
}
