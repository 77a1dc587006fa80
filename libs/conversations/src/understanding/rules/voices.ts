import { BUSINESS_VOICE, REPLY_START } from './speech-acts.js';

/** A sentence as this reads it. */
export interface Utterance {
  readonly text: string;
  /** Index of the segment it stands in. */
  readonly turn: number;
  readonly question: boolean;
  /** Whom it speaks to by name. */
  readonly addressee: string | null;
  /** Roots of the words that carry its topic. */
  readonly stems: ReadonlySet<string>;
}

export type Voice = 'owner' | 'other' | 'unknown';

/**
 * How much likelier a sign makes it that the owner speaks; below 1, that somebody else does. Names are certain, set by hand; who says "I"
 * rather than "you" is a weak sign, and its weight is a little less than what scripted talks show.
 */
const SIGN = {
  namesItself: 100,
  calledByName: 0.03,
  speaksOfOwner: 0.15,
  business: 0.03,
  callsAnother: 1.2,
  ofFirstPerson: 1.5,
  toSecondPerson: 0.55,
  asksListener: 0.55,
  wantsSomething: 0.65,
  repliesForAnother: 0.06,
  thankedByName: 12,
  anotherIsThanked: 0.08,
} as const;
/**
 * How likely the voice changes before a sentence: the sum of what holds, as log odds. Fitted by logistic regression on the 3,900 sentences
 * of 90 scripted talks of ten lives, each life foretold by the others: 79 % right, where half would be chance.
 */
const CHANGE = {
  ever: -0.75,
  // Recognizers cut at pauses, which are mostly, not always, where the voice changes.
  newSegment: 2.4,
  afterQuestion: 1.3,
  echo: 1.2,
  concludes: 1.1,
  fromIToYou: 0.7,
  reply: 0.5,
  joins: 0.5,
  afterCall: -1.3,
  asks: -0.4,
  asksOn: -1.1,
  goesOnWithYou: -1.1,
  goesOnWithIt: -0.4,
  goesOnWithI: -0.6,
  goesOnWithWe: -0.8,
  afterFewWords: -1.2,
  fewWords: 1.1,
  afterManyWords: 0.6,
} as const;
const FEW_WORDS = 3;
const MANY_WORDS = 10;
/** Below this nobody should rely on it. */
const SURE = 0.77;

/**
 * Who speaks when voices could not be told apart: a chain of two states, the owner and somebody else, read forwards and backwards. Names that
 * are called, questions with their answers, and replies give it away. Linear.
 */
export function attributeVoices(lines: readonly Utterance[], ownerName: string | null): Voice[] {
  const odds = lines.map(
    (line, at) => signOf(line, lines[at - 1], ownerName) * thanksSign(lines[at + 1], ownerName),
  );
  const change = lines.map((line, at) => (at === 0 ? 0.5 : changeBefore(line, lines[at - 1]!)));
  const forward = sweep(odds, (at) => change[at]!);
  const backward = sweep(odds.toReversed(), (at) => change[lines.length - at]!).reverse();
  return lines.map((_, at) => {
    // Both sweeps count the sentence's own sign.
    const both = (forward[at]! * backward[at]!) / odds[at]!;
    const owner = both / (1 + both);
    if (owner >= SURE) return 'owner';
    return owner <= 1 - SURE ? 'other' : 'unknown';
  });
}

function sweep(signs: readonly number[], changeAt: (at: number) => number): number[] {
  const odds: number[] = [];
  for (const [at, sign] of signs.entries()) {
    const before = odds.at(-1) ?? 1;
    const owner = before / (1 + before);
    const change = at === 0 ? 0.5 : changeAt(at);
    const now = owner * (1 - change) + (1 - owner) * change;
    odds.push((now / (1 - now)) * sign);
  }
  return odds;
}

function signOf(line: Utterance, before: Utterance | undefined, ownerName: string | null): number {
  const calledAnother = isAnother(before?.addressee ?? null, ownerName);
  const signs: readonly (readonly [boolean, number])[] = [
    [BUSINESS_VOICE.test(line.text), SIGN.business],
    [OF_SPEAKER.test(line.text), SIGN.ofFirstPerson],
    [OF_LISTENER.test(line.text), SIGN.toSecondPerson],
    [line.question && ASKS_LISTENER.test(line.text), SIGN.asksListener],
    [WANTS.test(line.text), SIGN.wantsSomething],
    [calledAnother && REPLY_START.test(line.text), SIGN.repliesForAnother],
  ];
  return signs.reduce((odds, [holds, weight]) => (holds ? odds * weight : odds), namingSign(line, ownerName));
}

/** "I can ring them." "Thanks, Tom.": it was Tom who spoke. */
function thanksSign(next: Utterance | undefined, ownerName: string | null): number {
  const thanked = next && THANKED.exec(next.text)?.[1];
  if (!thanked || ownerName === null) return 1;
  return isAnother(thanked, ownerName) ? SIGN.anotherIsThanked : SIGN.thankedByName;
}

const THANKED = /^(?:[Tt]hanks|[Tt]hank you|[Cc]heers)(?: (?:so|very) much)?,? (\p{Lu}\p{Ll}+)[,.!]/u;

const OF_SPEAKER = /\b(?:I|my|me|mine)\b/i;
const OF_LISTENER = /\b(?:you|your|yours)\b/i;
const ASKS_LISTENER = /\b(?:do|did|have|are|were) you\b/i;
const WANTS = /\bplease\b|\b(?:can|could|would|will) you\b/i;

function namingSign({ text, addressee }: Utterance, ownerName: string | null): number {
  if (ownerName !== null && namesItself(text, ownerName)) return SIGN.namesItself;
  // Who is called by name is somebody else, or an owner whose name nobody knows.
  if (ownerName === null) return 1;
  if (addressee === null) return mentions(text, ownerName) ? SIGN.speaksOfOwner : 1;
  return isAnother(addressee, ownerName) ? SIGN.callsAnother : SIGN.calledByName;
}

function changeBefore(line: Utterance, before: Utterance): number {
  const [words, wordsBefore] = [wordsIn(line), wordsIn(before)];
  const signs: readonly (readonly [boolean, number])[] = [
    [line.turn !== before.turn, CHANGE.newSegment],
    [before.question, CHANGE.afterQuestion],
    [overlapsWith(line, before), CHANGE.echo],
    [/^(?:(?:okay|well),? )?(?:then|now)\b/i.test(line.text), CHANGE.concludes],
    [OF_SPEAKER.test(before.text) && ofListenerOnly(line), CHANGE.fromIToYou],
    [ofListenerOnly(before) && ofListenerOnly(line), CHANGE.goesOnWithYou],
    [REPLY_START.test(line.text), CHANGE.reply],
    [before.addressee !== null, CHANGE.afterCall],
    [/^(?:and|but|so|or|because)\b/i.test(line.text), CHANGE.joins],
    [line.question, CHANGE.asks],
    [line.question && before.question, CHANGE.asksOn],
    [/^(?:it|he|she|they|that|there|his|her|their|this)\b/i.test(line.text), CHANGE.goesOnWithIt],
    [/^I\b/.test(line.text), CHANGE.goesOnWithI],
    [/^we\b/i.test(line.text), CHANGE.goesOnWithWe],
    [wordsBefore <= FEW_WORDS, CHANGE.afterFewWords],
    [words <= FEW_WORDS, CHANGE.fewWords],
    [wordsBefore >= MANY_WORDS, CHANGE.afterManyWords],
  ];
  const logOdds = signs.reduce<number>((sum, [holds, weight]) => (holds ? sum + weight : sum), CHANGE.ever);
  return 1 / (1 + Math.exp(-logOdds));
}

function ofListenerOnly({ text }: Utterance): boolean {
  return OF_LISTENER.test(text) && !OF_SPEAKER.test(text);
}

function wordsIn({ text }: Utterance): number {
  return text.split(' ').length;
}

/** "Strawberry." "Strawberry it is." */
function overlapsWith({ stems }: Utterance, before: Utterance): boolean {
  return [...stems].some((stem) => before.stems.has(stem));
}

function isAnother(name: string | null, ownerName: string | null): boolean {
  return name !== null && ownerName !== null && name.toLowerCase() !== ownerName.toLowerCase();
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<!\\p{L})${escaped(name)}(?!\\p{L})`, 'iu').test(text);
}

function escaped(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '\\$&');
}

function namesItself(text: string, ownerName: string): boolean {
  const name = escaped(ownerName);
  return new RegExp(
    `\\b(?:my name is|i am|this is|it is) ${name}\\b|\\b${name} (?:here|speaking)\\b`,
    'i',
  ).test(text);
}
