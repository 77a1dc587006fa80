import { ASKS, BUSINESS_VOICE, REPLY_START } from './speech-acts.js';

/** A sentence as this reads it. */
export interface Utterance {
  readonly text: string;
  /** Index of the segment it stands in. */
  readonly turn: number;
  readonly question: boolean;
  /** Whom it speaks to by name. */
  readonly addressee: string | null;
}

export type Voice = 'owner' | 'other' | 'unknown';

/** How much likelier a sign makes it that the owner speaks; below 1, that somebody else does. Set by hand on scripted talks. */
const SIGN = {
  namesItself: 100,
  calledByName: 0.03,
  business: 0.03,
  callsAnother: 1.5,
  ofFirstPerson: 1.25,
  repliesForAnother: 0.06,
} as const;
/** How likely the voice changes before a sentence. */
const CHANGE = {
  afterQuestion: 0.93,
  afterRequest: 0.85,
  intoReply: 0.85,
  newSegment: 0.66,
  sameSegment: 0.3,
  unclear: 0.5,
} as const;
/** Below this nobody should rely on it. */
const SURE = 0.66;

/**
 * Who speaks when voices could not be told apart: a chain of two states, the owner and somebody else, read forwards and backwards. Names that
 * are called, questions with their answers, and replies give it away. Linear.
 */
export function attributeVoices(lines: readonly Utterance[], ownerName: string | null): Voice[] {
  const odds = lines.map((line, at) => signOf(line, lines[at - 1], ownerName));
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
  if (/\b(?:I|my)\b/i.test(line.text)) odds *= SIGN.ofFirstPerson;
  const calledAnother = isAnother(before?.addressee ?? null, ownerName);
  return calledAnother && REPLY_START.test(line.text) ? odds * SIGN.repliesForAnother : odds;
}

function namingSign({ text, addressee }: Utterance, ownerName: string | null): number {
  if (ownerName !== null && namesItself(text, ownerName)) return SIGN.namesItself;
  if (addressee === null) return 1;
  return isAnother(addressee, ownerName) ? SIGN.callsAnother : SIGN.calledByName;
}

function changeBefore(line: Utterance, before: Utterance): number {
  const own = line.turn === before.turn;
  const replies = REPLY_START.test(line.text);
  if (before.question) return own && line.question ? CHANGE.sameSegment : CHANGE.afterQuestion;
  if (ASKS.test(before.text)) return changeAfterRequest(own, replies);
  if (!replies) return own ? CHANGE.sameSegment : CHANGE.newSegment;
  // "Perfect. Thanks." is one reply of one voice.
  return own && REPLY_START.test(before.text) ? CHANGE.unclear : CHANGE.intoReply;
}

function changeAfterRequest(own: boolean, replies: boolean): number {
  if (replies) return CHANGE.afterQuestion;
  return own ? CHANGE.unclear : CHANGE.afterRequest;
}

function isAnother(name: string | null, ownerName: string | null): boolean {
  return name !== null && ownerName !== null && name.toLowerCase() !== ownerName.toLowerCase();
}

function namesItself(text: string, ownerName: string): boolean {
  const name = ownerName.replace(/[^\p{L}\p{N}]/gu, '\\$&');
  return new RegExp(
    `\\b(?:my name is|i am|this is|it is) ${name}\\b|\\b${name} (?:here|speaking)\\b`,
    'i',
  ).test(text);
}
