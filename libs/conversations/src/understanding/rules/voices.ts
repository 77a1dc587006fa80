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
 * rather than "you" is a weak sign, and its weight is less than half of what scripted talks show.
 */
const SIGN = {
  namesItself: 100,
  calledByName: 0.03,
  speaksOfOwner: 0.15,
  business: 0.03,
  callsAnother: 1.2,
  ofFirstPerson: 1.3,
  toSecondPerson: 0.65,
  wantsSomething: 0.6,
  repliesForAnother: 0.06,
  thankedByName: 12,
  anotherIsThanked: 0.08,
} as const;
/**
 * How likely the voice changes before a sentence: the sum of what holds, as log odds. Fitted by logistic regression on the 1,600 changes
 * between sentences of 50 scripted talks, each set of them foretold by the others: 77 % right, where half would be chance.
 */
const CHANGE = {
  ever: -0.6,
  // Recognizers cut at pauses, which are mostly, not always, where the voice changes.
  newSegment: 1.9,
  afterQuestion: 1.4,
  echo: 0.9,
  concludes: 0.9,
  fromIToYou: 0.8,
  reply: 0.8,
  afterCall: -0.7,
  asks: -0.7,
  goesOnWithIt: -0.9,
  goesOnWithI: -0.3,
  afterFewWords: -0.9,
  fewWords: 0.65,
  afterManyWords: 0.4,
} as const;
const FEW_WORDS = 3;
const MANY_WORDS = 10;
/** Below this nobody should rely on it. */
const SURE = 0.69;

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
  let odds = namingSign(line, ownerName);
  if (BUSINESS_VOICE.test(line.text)) odds *= SIGN.business;
  if (OF_SPEAKER.test(line.text)) odds *= SIGN.ofFirstPerson;
  if (OF_LISTENER.test(line.text)) odds *= SIGN.toSecondPerson;
  if (WANTS.test(line.text)) odds *= SIGN.wantsSomething;
  const calledAnother = isAnother(before?.addressee ?? null, ownerName);
  return calledAnother && REPLY_START.test(line.text) ? odds * SIGN.repliesForAnother : odds;
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
    [OF_SPEAKER.test(before.text) && OF_LISTENER.test(line.text), CHANGE.fromIToYou],
    [REPLY_START.test(line.text), CHANGE.reply],
    [before.addressee !== null, CHANGE.afterCall],
    [line.question, CHANGE.asks],
    [/^(?:it|he|she|they|that|there|his|her|their|this)\b/i.test(line.text), CHANGE.goesOnWithIt],
    [/^I\b/.test(line.text), CHANGE.goesOnWithI],
    [wordsBefore <= FEW_WORDS, CHANGE.afterFewWords],
    [words <= FEW_WORDS, CHANGE.fewWords],
    [wordsBefore >= MANY_WORDS, CHANGE.afterManyWords],
  ];
  const logOdds = signs.reduce<number>((sum, [holds, weight]) => (holds ? sum + weight : sum), CHANGE.ever);
  return 1 / (1 + Math.exp(-logOdds));
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
