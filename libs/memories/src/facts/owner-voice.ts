import type { TranscriptTurn } from '#libs/contracts';
import type { People } from './people.js';

/** How likely it is that the owner speaks a turn, 0 to 1. */
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
const SWITCH = { afterQuestion: 0.92, intoReply: 0.88, otherwise: 0.7 } as const;

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
  turns: readonly TranscriptTurn[],
  ownerName: string | null,
  people: People,
): OwnerVoice {
  if (turns.every((turn) => turn.isUser !== null)) return turns.map((turn) => (turn.isUser ? 1 : 0));
  if (isMonologue(turns, ownerName)) return turns.map(() => 0.9);
  const signs = turns.map((turn) => oddsOf(turn, ownerName, people));
  const forward = sweep(signs, (index) => switchBefore(turns, index));
  const backward = sweep([...signs].reverse(), (index) =>
    switchBefore(turns, turns.length - index),
  ).reverse();
  return turns.map((turn, index) => {
    if (turn.isUser !== null) return turn.isUser ? 1 : 0;
    // Both sweeps count the turn's own signs once.
    const odds = (forward[index]! * backward[index]!) / signs[index]!;
    return odds / (1 + odds);
  });
}

/** Odds at every turn from the turns before it (itself included). */
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

/** How likely the speaker changes before this turn. */
function switchBefore(turns: readonly TranscriptTurn[], index: number): number {
  if (/\?\s*$/.test(turns[index - 1]!.text)) return SWITCH.afterQuestion;
  return REPLY.test(turns[index]!.text) ? SWITCH.intoReply : SWITCH.otherwise;
}

function oddsOf(turn: TranscriptTurn, ownerName: string | null, people: People): number {
  if (turn.isUser !== null) return turn.isUser ? CERTAIN : 1 / CERTAIN;
  let odds = namingOdds(turn.text, ownerName);
  if (SELF.test(turn.text)) odds *= ODDS.tellsOfSelf;
  if (people.knowsRelativeIn(turn.text)) odds *= ODDS.ownRelative;
  if (BUSINESS.test(turn.text)) odds *= ODDS.answersBusiness;
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
function isMonologue(turns: readonly TranscriptTurn[], ownerName: string | null): boolean {
  const text = turns.map((turn) => turn.text).join(' ');
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
