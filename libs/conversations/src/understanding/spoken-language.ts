import { Injectable } from '@nestjs/common';
import { LanguageDetector, primaryLanguage, STOP_WORDS, tokenize } from '#libs/ai';
import type { TranscriptTurn } from '#libs/contracts';

/** Of a conversation, as much as tells its language. */
const SAMPLE_CHARACTERS = 2_000;
/** Shorter talk is taken for what its device said it is. */
const MIN_CHARACTERS = 12;
/** More than half the words of spoken English are its small words; German and Dutch have up to a third that look like them. */
const ENGLISH_SHARE = 0.4;
const ANY = /^(?:multi|auto)$/i;

/**
 * In which language a conversation was held. What its device asked for is no proof: many ask for English, or for any. Rules that read
 * English must not be let loose on anything else.
 */
@Injectable()
export class SpokenLanguage {
  constructor(private readonly detector: LanguageDetector) {}

  /** ISO 639-1. `asked`: what its device asked for; null: nothing. */
  async of(turns: readonly TranscriptTurn[], asked: string | null): Promise<string> {
    const expected = asked === null || ANY.test(asked) ? null : primaryLanguage(asked);
    const sample = sampleOf(turns);
    if (sample.length < MIN_CHARACTERS) return expected ?? 'en';
    if (soundsEnglish(sample)) return 'en';
    const [detected] = await this.detector.detect([sample], []);
    return detected ?? expected ?? 'en';
  }
}

function sampleOf(turns: readonly TranscriptTurn[]): string {
  let sample = '';
  for (const { text } of turns) {
    if (sample.length >= SAMPLE_CHARACTERS) break;
    sample += `${text} `;
  }
  return sample.slice(0, SAMPLE_CHARACTERS).trim();
}

/** Cheaper than the detector, whose tables take a tenth of a second to load. */
function soundsEnglish(text: string): boolean {
  const words = tokenize(text);
  const small = words.filter(({ word }) => STOP_WORDS.has(word)).length;
  return words.length > 0 && small / words.length >= ENGLISH_SHARE;
}
