import { Injectable } from '@nestjs/common';
import { builtModuleUrl } from '#libs/kernel';
import { LanguageDetector } from '../ports/language-detector.js';
import { primaryLanguage } from '../speech/language-support.js';
import type { LanguageQuestion } from './detect-language.rules.js';
import { RuleRunner } from './rule-runner.js';

const RULES = {
  module: builtModuleUrl(import.meta.url, './detect-language.rules.js'),
  export: 'detectLanguages',
};

/** Where the rules of tasks run: the tables of the detector take 60 MB and 0.1 s to load, and go with an idle thread. */
@Injectable()
export class ThreadedLanguageDetector extends LanguageDetector {
  constructor(private readonly rules: RuleRunner) {
    super();
  }

  override async detect(texts: readonly string[], among: readonly string[]): Promise<(string | null)[]> {
    if (texts.length === 0) return [];
    const question: LanguageQuestion = { texts, among: [...new Set(among.map(primaryLanguage))] };
    return (await this.rules.run(RULES, question)) as (string | null)[];
  }
}
