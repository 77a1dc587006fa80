import { Body, Controller, Get, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SpeechSettings, translationLanguageAfter } from '#libs/accounts';
import { OwnerId } from '../auth/access.js';
import { OK, StatusOk } from '../http/status.entity.js';
import {
  AvailableLanguages,
  LanguageUpdate,
  LanguageUpdated,
  OwnerLanguage,
  TranscriptionPreferencesResponse,
  TranscriptionPreferencesUpdate,
} from './speech-settings.dto.js';
import { SpeechLanguages } from './speech-settings-languages.js';

/** How an owner speaks, and wants to be heard. Recordings that are under way keep what they began with. */
@ApiTags('users')
@Controller('v1/users')
export class SpeechSettingsController {
  constructor(
    private readonly settings: SpeechSettings,
    private readonly languages: SpeechLanguages,
  ) {}

  @Get('language')
  async language(@OwnerId() ownerId: string): Promise<OwnerLanguage> {
    return { language: (await this.settings.of(ownerId)).language };
  }

  /**
   * A language that no provider here hears among others is from now on the only one that is expected. Speech in other languages is translated
   * into it, unless the owner chose another one for that.
   */
  @Patch('language')
  async setLanguage(
    @OwnerId() ownerId: string,
    @Body() { language }: LanguageUpdate,
  ): Promise<LanguageUpdated> {
    const singleLanguageMode = !this.languages.isHeardAmongOthers(language);
    const translationLanguage = translationLanguageAfter(language, await this.settings.of(ownerId));
    await this.settings.change(ownerId, { language, singleLanguageMode, translationLanguage });
    return { status: 'ok', single_language_mode: singleLanguageMode };
  }

  @Get('transcription-preferences')
  async preferences(@OwnerId() ownerId: string): Promise<TranscriptionPreferencesResponse> {
    const speech = await this.settings.of(ownerId);
    return {
      single_language_mode: speech.singleLanguageMode,
      vocabulary: [...speech.vocabulary],
      language: speech.language,
      languages: [...speech.languages],
      translation_language: speech.translationLanguage,
    };
  }

  @Patch('transcription-preferences')
  async setPreferences(
    @OwnerId() ownerId: string,
    @Body() update: TranscriptionPreferencesUpdate,
  ): Promise<StatusOk> {
    const { translation_language: translation } = update;
    await this.settings.change(ownerId, {
      singleLanguageMode: update.single_language_mode ?? undefined,
      vocabulary: update.vocabulary ?? undefined,
      languages: update.languages ?? undefined,
      translationLanguage: translation === '' ? null : (translation ?? undefined),
    });
    return OK;
  }

  /** Languages that a provider of this server understands. */
  @Get('available-languages')
  availableLanguages(): AvailableLanguages {
    return { languages: this.languages.all() };
  }
}
