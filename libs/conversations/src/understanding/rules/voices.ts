import { BUSINESS_VOICE, REPLY_START } from './speech-acts.js';

/** A sentence as this reads it. */
export interface Utterance {
  readonly text: string;
  /** Whether a segment begins with it or a pause lies before it. */
  readonly opening: boolean;
  readonly question: boolean;
  /** Whom it speaks to by name. */
  readonly addressee: string | null;
  /** Roots of the words that carry its topic. */
  readonly stems: ReadonlySet<string>;
}

export type Voice = 'owner' | 'other' | 'unknown';

/** Who speaks a sentence, and how likely it is the owner, 0 to 1. */
export interface HeardVoice {
  readonly voice: Voice;
  readonly owner: number;
}

/**
 * How much likelier a sign makes it that the owner speaks; below 1, that somebody else does. Names are nearly certain, set by hand, less so
 * for names that are misheard; the others were fitted together with `CHANGE`, and weigh a little less than what scripted talks show.
 */
const SIGN = {
  ever: 0.65,
  namesItself: 100,
  calledByName: 0.05,
  speaksOfOwner: 0.15,
  business: 0.1,
  callsAnother: 1.2,
  ofFirstPerson: 1.5,
  promises: 1.5,
  toSecondPerson: 0.6,
  asksListener: 0.6,
  wantsSomething: 0.65,
  repliesForAnother: 0.2,
  thankedByName: 12,
  anotherIsThanked: 0.08,
} as const;
/**
 * How likely the voice changes before a sentence: the sum of what holds, as log odds. Fitted by logistic regression on 860 sentences of 36
 * talks of four lives that were spoken and heard again, with pauses and without, each life foretold by the others.
 */
const CHANGE = {
  ever: 0.3,
  // Recognizers cut at pauses, which are mostly, not always, where the voice changes.
  opening: 2,
  withoutPause: -2.2,
  afterQuestion: 0.9,
  echo: 0.7,
  concludes: 0.75,
  fromIToYou: 0.4,
  reply: 1,
  joins: 1.1,
  afterCall: -0.4,
  asks: -0.6,
  goesOnWithYou: -1,
  goesOnWithIt: -0.9,
  goesOnWithI: -1,
  goesOnWithWe: -0.3,
  afterFewWords: -1.2,
  fewWords: 0.65,
  afterManyWords: 1.2,
} as const;
const FEW_WORDS = 3;
const MANY_WORDS = 10;
/** How often one of several others goes on where another ends, in a talk of two and in a company. */
const OTHER_AFTER_OTHER = { alone: 0.05, company: 0.3 } as const;
/** Below this nobody should rely on it. */
const SURE = 0.78;

/**
 * Who speaks when voices could not be told apart: a chain of two states, the owner and somebody else, read forwards and backwards. Names that
 * are called, pauses, questions with their answers, and replies give it away. Linear.
 */
export function attributeVoices(
  lines: readonly Utterance[],
  { ownerName, pausesKnown }: { readonly ownerName: string | null; readonly pausesKnown: boolean },
): HeardVoice[] {
  const odds = lines.map(
    (line, at) => signOf(line, lines[at - 1], ownerName) * thanksSign(lines[at + 1], ownerName),
  );
  const changes = lines.map((line, at) => (at === 0 ? 0 : changeBefore(line, lines[at - 1]!, pausesKnown)));
  const stays = isCompany(lines, ownerName) ? OTHER_AFTER_OTHER.company : OTHER_AFTER_OTHER.alone;
  const forward = sweepForward(odds, changes, stays);
  const backward = sweepBackward(odds, changes, stays);
  return lines.map((_, at) => {
    const both = forward[at]! * backward[at]!;
    const owner = both / (1 + both);
    return { owner, voice: owner >= SURE ? 'owner' : owner <= 1 - SURE ? 'other' : 'unknown' };
  });
}

/** Odds that the owner speaks, by all that was said up to each sentence. */
function sweepForward(signs: readonly number[], changes: readonly number[], stays: number): number[] {
  const odds: number[] = [];
  for (const [at, sign] of signs.entries()) {
    const before = odds.at(-1) ?? 1;
    const owner = before / (1 + before);
    const change = changes[at]!;
    const now = owner * (1 - change) + (1 - owner) * change * (1 - stays);
    odds.push((now / (1 - now)) * sign);
  }
  return odds;
}

/** How much likelier what is said after each sentence is when the owner speaks it. */
function sweepBackward(signs: readonly number[], changes: readonly number[], stays: number): number[] {
  const odds = signs.map(() => 1);
  for (let at = signs.length - 2; at >= 0; at -= 1) {
    const next = signs[at + 1]! * odds[at + 1]!;
    const change = changes[at + 1]!;
    const ownerBefore = (1 - change) * next + change;
    const otherBefore = change * (1 - stays) * next + 1 - change * (1 - stays);
    odds[at] = ownerBefore / otherBefore;
  }
  return odds;
}

/** Who calls two others by name is not alone with one. */
function isCompany(lines: readonly Utterance[], ownerName: string | null): boolean {
  const called = lines.map(({ addressee }) => addressee).filter((name) => isAnother(name, ownerName));
  return new Set(called).size > 1;
}

function signOf(line: Utterance, before: Utterance | undefined, ownerName: string | null): number {
  const calledAnother = isAnother(before?.addressee ?? null, ownerName);
  const signs: readonly (readonly [boolean, number])[] = [
    [true, SIGN.ever],
    [BUSINESS_VOICE.test(line.text), SIGN.business],
    [OF_SPEAKER.test(line.text), SIGN.ofFirstPerson],
    [PROMISES.test(line.text), SIGN.promises],
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
const PROMISES = /\bI will\b/i;
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

function changeBefore(line: Utterance, before: Utterance, pausesKnown: boolean): number {
  const [words, wordsBefore] = [wordsIn(line), wordsIn(before)];
  const signs: readonly (readonly [boolean, number])[] = [
    [line.opening, CHANGE.opening],
    [!line.opening && pausesKnown, CHANGE.withoutPause],
    [before.question, CHANGE.afterQuestion],
    [overlapsWith(line, before), CHANGE.echo],
    [/^(?:(?:okay|well),? )?(?:then|now)\b/i.test(line.text), CHANGE.concludes],
    [OF_SPEAKER.test(before.text) && ofListenerOnly(line), CHANGE.fromIToYou],
    [ofListenerOnly(before) && ofListenerOnly(line), CHANGE.goesOnWithYou],
    [REPLY_START.test(line.text), CHANGE.reply],
    [before.addressee !== null, CHANGE.afterCall],
    [/^(?:and|but|so|or|because)\b/i.test(line.text), CHANGE.joins],
    [line.question, CHANGE.asks],
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
