import type { People } from './people.js';

/** A sentence, of the turn that it was cut from. */
export interface Utterance {
  readonly text: string;
  readonly turnIndex: number;
  /** Null when nobody knows who speaks. */
  readonly isUser: boolean | null;
}

/** How likely it is that the owner speaks each utterance, 0 to 1. */
export type OwnerVoice = readonly number[];

/** Odds by which a sign speaks for (above 1) or against (below 1) the owner. Rough weights, not counts: what matters is which outweighs which. */
const ODDS = {
  introducesOwner: 60,
  addressesOwner: 0.04,
  answersBusiness: 0.03,
  namesAnother: 1.6,
  tellsOfSelf: 1.8,
  ownRelative: 3,
} as const;
/** How likely another person speaks next: after a question nearly always; else mostly, since recognizers cut at pauses. */
const SWITCH = { afterQuestion: 0.92, intoReply: 0.88, otherwise: 0.78 } as const;
/** The same within one turn, which now and then holds two people who left no pause between them. */
const SWITCH_WITHIN = { afterQuestion: 0.4, intoReply: 0.2, otherwise: 0.05 } as const;

/** Odds of what is known. */
const CERTAIN = 1_000;
const BUSINESS =
  /\b(?:how (?:can|may) i help|what (?:brings you|can i do for you|can i get you)|this is \w+ speaking|\w+ speaking\b|our opening hours|(?:have a|take a) seat)\b/i;
const SELF = /\b(?:i|my|we|our)\b/i;
const VOCATIVE = /(?:^(?:\w+,? ){0,3}|, )([A-Z][a-z]+)(?:[,.!?]|$)/;

/**
 * Tells who speaks when voices could not be told apart: a chain of two states, owner and somebody else, with signs in the words and the
 * rhythm of question and answer (forward-backward). Known speakers stay as they are.
 */
export function ownerVoice(
  utterances: readonly Utterance[],
  ownerName: string | null,
  people: People,
): OwnerVoice {
  if (utterances.every(({ isUser }) => isUser !== null))
    return utterances.map(({ isUser }) => (isUser ? 1 : 0));
  if (isMonologue(utterances, ownerName)) return utterances.map(() => 0.9);
  const signs = utterances.map((utterance) => oddsOf(utterance, ownerName, people));
  const forward = sweep(signs, (index) => switchBefore(utterances, index));
  const backward = sweep([...signs].reverse(), (index) =>
    switchBefore(utterances, utterances.length - index),
  ).reverse();
  return utterances.map(({ isUser }, index) => {
    if (isUser !== null) return isUser ? 1 : 0;
    // Both sweeps count the utterance's own signs once.
    const odds = (forward[index]! * backward[index]!) / signs[index]!;
    return odds / (1 + odds);
  });
}

/** Odds at every utterance from those before it (itself included). */
function sweep(signs: readonly number[], switchAt: (index: number) => number): number[] {
  const odds: number[] = [];
  for (const [index, sign] of signs.entries()) {
    const previous = odds.at(-1);
    let prior = 1;
    if (previous !== undefined) {
      const owner = previous / (1 + previous);
      const change = switchAt(index);
      const now = owner * (1 - change) + (1 - owner) * change;
      prior = now / (1 - now);
    }
    odds.push(prior * sign);
  }
  return odds;
}

const REPLY =
  /^(?:really|oh|yes|yeah|no|okay|ok|sure|great|thanks|thank you|right|nice|wow|lovely|perfect|good|i see|of course|got it|deal|fine|all right|wonderful|congratulations|that is|that's|me too|same here)\b/i;

/** How likely the speaker changes before this utterance. */
function switchBefore(utterances: readonly Utterance[], index: number): number {
  const [before, next] = [utterances[index - 1]!, utterances[index]!];
  const chances = before.turnIndex === next.turnIndex ? SWITCH_WITHIN : SWITCH;
  if (/\?\s*$/.test(before.text)) return chances.afterQuestion;
  return REPLY.test(next.text) ? chances.intoReply : chances.otherwise;
}

function oddsOf({ text, isUser }: Utterance, ownerName: string | null, people: People): number {
  if (isUser !== null) return isUser ? CERTAIN : 1 / CERTAIN;
  let odds = namingOdds(text, ownerName);
  if (SELF.test(text)) odds *= ODDS.tellsOfSelf;
  if (people.knowsRelativeIn(text)) odds *= ODDS.ownRelative;
  if (BUSINESS.test(text)) odds *= ODDS.answersBusiness;
  return odds;
}

/** Who says the owner's name is the owner only when giving it; who calls somebody else by name is likelier the owner. */
function namingOdds(text: string, ownerName: string | null): number {
  if (ownerName !== null && introduces(text, ownerName)) return ODDS.introducesOwner;
  if (ownerName !== null && mentions(text, ownerName)) return ODDS.addressesOwner;
  const isCall = VOCATIVE.test(text) && text.trim().includes(' ');
  return isCall ? ODDS.namesAnother : 1;
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\b${escaped(name)}\\b`, 'i').test(text);
}

function introduces(text: string, ownerName: string): boolean {
  return new RegExp(
    `\\b(?:my name is|i am|i'm|this is|it is|it's) ${escaped(ownerName)}\\b|\\b${escaped(ownerName)} (?:here|speaking)\\b`,
    'i',
  ).test(text);
}

/** A note to oneself: nobody is asked, addressed or answered. */
function isMonologue(utterances: readonly Utterance[], ownerName: string | null): boolean {
  const text = utterances.map((utterance) => utterance.text).join(' ');
  const addressed = ownerName !== null && mentions(text, ownerName);
  return (
    !addressed &&
    !/\?|\b(?:you|your|yours|thanks|thank you|hello|hi|goodbye)\b/i.test(text) &&
    /\bi\b/i.test(text)
  );
}

function escaped(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '\\$&');
}
