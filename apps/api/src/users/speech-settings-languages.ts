import { Injectable } from '@nestjs/common';
import { primaryLanguage, SpeechProviders, type SpeechCapabilities } from '#libs/ai';
import type { AvailableLanguage } from './speech-settings.dto.js';

/** What is offered where a provider understands any language: those of Whisper and its successors that many people speak. */
const COMMON_LANGUAGES = (
  'ar be bg bn bs ca cs cy da de el en es et eu fa fi fr gl gu he hi hr hu hy id is it ja ka kk kn ko lt lv mk ml mn mr ms ' +
  'ne nl no pa pl pt ro ru sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh'
).split(' ');

/** The languages that the speech providers of this server understand. */
@Injectable()
export class SpeechLanguages {
  private readonly names = new Intl.DisplayNames(['en'], { type: 'language' });

  constructor(private readonly providers: SpeechProviders) {}

  /** In the order of their English names. */
  all(): AvailableLanguage[] {
    const codes = new Set(
      this.capabilities().flatMap(({ languages }) =>
        languages.includes('*') ? COMMON_LANGUAGES : languages,
      ),
    );
    return [...codes]
      .map((code) => ({ code, name: this.names.of(code) ?? code }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }

  /** Whether there is a provider that hears this language in a stream that may hold others as well. */
  isHeardAmongOthers(language: string): boolean {
    const wanted = primaryLanguage(language);
    return this.capabilities().some(
      ({ multilingual, languages }) =>
        multilingual && (languages.includes('*') || languages.includes(wanted)),
    );
  }

  private capabilities(): SpeechCapabilities[] {
    return this.providers.inOrder.map(({ capabilities }) => capabilities);
  }
}
