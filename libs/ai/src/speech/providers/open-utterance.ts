import type { RecognizedUtterance, RecognizedWord } from '../../ports/speech-to-text.js';
import type { VendorWord } from './vendor-word.js';

const SENTENCE_END = /[.?!。！？؟۔।॥]["'”’)\]]?$/;
const NO_SPACE_BEFORE = /^[,.?!;:%)\]}…。，、！？؟،۔।॥]+$/;

/** Words of one speaker, as they come in. */
export class OpenUtterance {
  private readonly words: { text: string; startMs: number; endMs: number; confidence?: number }[] = [];
  private readonly languages = new Map<string, number>();
  private text = '';

  constructor(readonly speaker: number) {}

  get isEmpty(): boolean {
    return this.words.length === 0;
  }
  get startMs(): number {
    return this.words[0]?.startMs ?? 0;
  }
  get endMs(): number {
    return this.words.at(-1)?.endMs ?? 0;
  }
  get endsSentence(): boolean {
    return SENTENCE_END.test(this.text);
  }

  add(word: VendorWord, startMs: number, endMs: number): void {
    const needsSpace = this.text !== '' && word.glue !== 'joined' && !NO_SPACE_BEFORE.test(word.text);
    this.text += `${needsSpace ? ' ' : ''}${word.text}`;
    const confidence = word.confidence === undefined ? {} : { confidence: word.confidence };
    this.words.push({ text: word.text, startMs, endMs, ...confidence });
    if (word.language) this.countLanguage(word.language);
  }

  /** Punctuation belongs to the word before it. */
  attach(text: string): void {
    const last = this.words.at(-1);
    if (!last) return;
    last.text += text;
    this.text += text;
  }

  /** As far as it goes, with the words that are not final yet. */
  copy(): OpenUtterance {
    const copy = new OpenUtterance(this.speaker);
    copy.words.push(...this.words.map((word) => ({ ...word })));
    this.languages.forEach((count, language) => copy.languages.set(language, count));
    copy.text = this.text;
    return copy;
  }

  recognized(): RecognizedUtterance {
    const { text, startMs, endMs, speaker } = this;
    const words: readonly RecognizedWord[] = this.words;
    const language = this.mostSpoken();
    return { text, startMs, endMs, speaker, words, ...(language ? { language } : {}) };
  }

  private countLanguage(code: string): void {
    const language = code.toLowerCase().split(/[-_]/)[0]!;
    this.languages.set(language, (this.languages.get(language) ?? 0) + 1);
  }

  private mostSpoken(): string | undefined {
    return [...this.languages].sort((a, b) => b[1] - a[1])[0]?.[0];
  }
}
