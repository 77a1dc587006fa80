import { findPersonNames, splitSentences, stemOf, STOP_WORDS, tokenize } from '#libs/ai';
import { type TranscriptInput } from '#libs/contracts';
import { speaksToModel, turnsToModel } from './injected-instructions.js';

const LINK =
  /\b(?:https?:\/\/|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w{2,}\b|\b[\w-]+\.(?:com|net|org|io|ai|example)\b/giu;

/** What of a conversation a finding may rest on. */
export class Ground {
  /** Whether somebody tries to tell a model what to do, in words, in a picture or in a calendar. */
  readonly isTamperedWith: boolean;
  /** Words are taken apart only where somebody speaks to the model. */
  private stems: ReadonlySet<string> | null = null;
  private readonly known: readonly string[];
  private readonly text: string;
  /** Segments that tell a model what to do: nothing may rest on them alone. */
  private readonly refused: ReadonlySet<string>;

  constructor(private readonly input: TranscriptInput) {
    const refused = turnsToModel(input);
    this.refused = new Set([...refused].flatMap((at) => input.turns[at]!.segmentIds));
    const shown = shownTo(input);
    const harmless = shown.filter((group) => !group.some(speaksToModel)).flat();
    this.isTamperedWith = refused.size > 0 || harmless.length < shown.flat().length;
    const said = input.turns
      .filter((_, at) => !refused.has(at))
      .flatMap(({ text, speaker }) => [text, speaker]);
    this.known = [...said, ...harmless, input.ownerName ?? ''];
    this.text = this.known.join('\n').toLowerCase();
  }

  /** The segments of `ids` that something may rest on. */
  borneBy(ids: readonly string[]): string[] {
    return ids.filter((id) => !this.refused.has(id));
  }

  /**
   * Whether a statement may have been made of what was said: it instructs nobody, holds no link and names nobody that it did not come with.
   * Good notes need not use the words that were said; where somebody speaks to the model, though, the statement must share one with the rest.
   */
  holds(statement: string): boolean {
    if (speaksToModel(statement) || this.hasForeignLink(statement)) return false;
    // Words can be compared only where both are in the same language.
    if (!this.isComparable) return true;
    if (this.isTamperedWith && !this.sharesWordWith(statement)) return false;
    return findPersonNames(statement).every((name) => this.names(name));
  }

  /** The sentences of a text that hold. */
  sentencesOf(text: string): string[] {
    return splitSentences(text)
      .map((sentence) => sentence.text)
      .filter((sentence) => this.holds(sentence));
  }

  private sharesWordWith(statement: string): boolean {
    const known = (this.stems ??= new Set(this.known.flatMap(contentStems)));
    const stems = contentStems(statement);
    return stems.length === 0 || stems.some((stem) => known.has(stem));
  }

  private hasForeignLink(statement: string): boolean {
    return (statement.match(LINK) ?? []).some((link) => !this.text.includes(link.toLowerCase()));
  }

  private names(name: string): boolean {
    return name
      .toLowerCase()
      .split(/[\s.]+/)
      .some((part) => part.length > 1 && this.text.includes(part));
  }

  private get isComparable(): boolean {
    const { language, outputLanguage = language } = this.input;
    return isEnglish(language) && isEnglish(outputLanguage);
  }
}

/** What is known besides what was said: each picture by itself, an appointment as a whole. */
function shownTo({ photos = [], meeting }: TranscriptInput): string[][] {
  return [...photos.map((photo) => [photo]), meeting ? [meeting.title, ...meeting.participants] : []];
}

const grounds = new WeakMap<TranscriptInput, Ground>();

/** The ground of a conversation, found once for all that is asked of it. */
export function groundOf(input: TranscriptInput): Ground {
  const ground = grounds.get(input) ?? new Ground(input);
  grounds.set(input, ground);
  return ground;
}

export function isEnglish(language: string): boolean {
  return /^en\b/i.test(language);
}

function contentStems(text: string): string[] {
  return tokenize(text)
    .filter(({ word }) => word.length > 2 && !STOP_WORDS.has(word))
    .map(({ word }) => stemOf(word));
}
