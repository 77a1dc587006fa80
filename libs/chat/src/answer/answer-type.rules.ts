import { isNumberWord, tokenize, type DateMention } from '#libs/ai';
import type { EvidenceTurn } from './answer-input.js';
import { doerFit } from './person-answer.rules.js';
import type { Question, QuestionKind } from './question.rules.js';
import { bestDate, type SaidAt } from './said-date.rules.js';
import { speaksOfOwned } from './subject.rules.js';
import { rootsOf } from './turn-match.rules.js';

const PLACE =
  /\b(?:in|at|to|near|from|on|by|behind|beside|under) (?:the |a |our |my )?(?:\p{Lu}\p{Ll}+|(?:\p{Ll}+ ){0,2}(?:room|hall|street|house|home|office|station|town|city|school|park|kitchen|table|garage|garden|lake|river|building|floor|restaurant|hotel|church|hospital|library|corner|shelf|drawer|box|cabinet|basement|attic|yard))\b/u;
const REASON =
  /\b(?:because|since|therefore|due to|reason|otherwise|in order to|so that|that is why|too|cannot|can't|could not|couldn't|not|no|full|broke|broken|closed|problem|comes|got)\b/i;

/** How well a turn's words are what the question asks for: 0 not at all, 1 fully. */
export function typeFit(question: Question, turn: EvidenceTurn, saidAt: SaidAt): number {
  const kind = kindFit(question, turn, saidAt);
  return speaksOfOwned(question, turn) ? kind : kind * 0.7;
}

type Fit = (turn: EvidenceTurn, saidAt: SaidAt) => number;

const FITS: Readonly<Partial<Record<QuestionKind, Fit>>> = {
  when: ({ text, eventAtMs }, saidAt) => (eventAtMs === null ? dateFit(bestDate(text, saidAt)) : 1),
  amount: ({ text }) => (tokenize(text).some(({ word }) => isNumberWord(word)) ? 1 : 0.2),
  where: ({ text }) => (PLACE.test(text) ? 1 : 0.3),
  why: ({ text }) => (REASON.test(text) ? 1 : 0.3),
};

function kindFit(question: Question, turn: EvidenceTurn, saidAt: SaidAt): number {
  if (question.kind === 'who') return doerFit(question, turn);
  const fit = FITS[question.kind];
  if (fit) return fit(turn, saidAt);
  return namesFocus(question, turn.text) ? 0.85 : 0.7;
}

/** "Which hall": a turn that says "hall four" names the kind of thing asked for. */
function namesFocus(question: Question, text: string): boolean {
  const focus = question.terms.find(({ isFocus }) => isFocus);
  return focus !== undefined && rootsOf(text).has(focus.root);
}

function dateFit(mention: DateMention | null): number {
  if (!mention) return 0;
  if (mention.day && mention.clock) return 1;
  return mention.day ? 0.9 : 0.75;
}
