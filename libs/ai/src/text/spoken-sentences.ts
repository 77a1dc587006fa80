import { type TranscriptTurn } from '#libs/contracts';
import { withNameAsKnown } from './names-by-sound.js';
import { splitSentences } from './sentences.js';

/** A sentence as it was said. */
export interface SpokenSentence {
  readonly text: string;
  /** Whether its turn begins with it or a pause lies before it. */
  readonly opening: boolean;
}

/**
 * The sentences of a turn; the owner's name is written as it is known. Where voices could not be told apart several people may speak in it: a sentence ends where one of them pauses
 * and where a new one is written to begin, whatever mark stands before.
 */
export function sentencesOf(
  { text, isUser, pauses = [] }: TranscriptTurn,
  ownerName: string | null,
): SpokenSentence[] {
  const stretches = isUser === null ? stretchesOf(text, pauses) : [text];
  return stretches.flatMap((stretch) =>
    splitSentences(isUser === null ? withEndMarks(stretch) : stretch).map((sentence, at) => ({
      text: isUser === null && ownerName !== null ? withNameAsKnown(sentence.text, ownerName) : sentence.text,
      opening: at === 0,
    })),
  );
}

/** Cut at the pauses after which a sentence begins. */
function stretchesOf(text: string, pauses: readonly number[]): string[] {
  const stretches: string[] = [];
  let from = 0;
  for (const at of pauses) {
    if (!beginsSentence(text.slice(from, at), text.slice(at))) continue;
    stretches.push(text.slice(from, at));
    from = at;
  }
  return [...stretches, text.slice(from)];
}

/** What is paused in is gone on with: every stretch is written with a capital, but only some words begin a sentence. */
function beginsSentence(before: string, after: string): boolean {
  if (/[.!?]["'”’)]*\s*$/.test(before)) return /^["'“‘(]*[\p{Lu}\p{N}]/u.test(after);
  return isSentenceStart(/^\p{L}+/u.exec(after)?.[0] ?? '');
}

/** Words of the closed classes and of answering: in the middle of a sentence nobody writes them with a capital. */
const SENTENCE_START =
  /^(?:You|We|He|She|It|They|My|Your|Our|His|Her|Their|This|That|These|Those|There|Here|Am|Are|Is|Was|Were|Do|Does|Did|Have|Has|Had|Can|Could|Would|Should|Shall|Must|Let|Who|What|When|Where|Why|Which|How|And|But|So|Or|If|Because|Then|Not|Maybe|Please|Yes|No|Okay|Ok|Right|Sure|Well|Oh|Hello|Hi|Thank|Thanks|Perfect|Great|Good|Fine|Really|Exactly)$/;

function isSentenceStart(word: string): boolean {
  return SENTENCE_START.test(word);
}

const CAPITAL_INSIDE = /(?<=\p{Ll}),? (?=(\p{Lu}\p{Ll}*))/gu;

/** "We eat at one, Are you coming?": a recognizer that tells no voices apart hears a comma, or nothing, where another begins to speak. */
function withEndMarks(text: string): string {
  return text.replace(CAPITAL_INSIDE, (gap, word: string) => (isSentenceStart(word) ? '. ' : gap));
}
