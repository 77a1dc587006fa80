import {
  expandContractions,
  readCount,
  splitSentences,
  stemOf,
  STOP_WORDS,
  tokenize,
  type Token,
} from '#libs/ai';
import type { ProgressAnswer, ProgressInput, SoughtGoal } from './goal-progress.task.js';

/** Words between a number and the goal's own words, at most. */
const NEAR_WORDS = 4;
/** Not done: plans, wishes, questions and suppositions, and the target itself. */
const NOT_DONE =
  /\b(?:will|would|could|should|might|may|want|wants|plan|plans|planning|hope|hoping|wish|try|trying|going to|need to|have to|let us|if|unless|goal|target|aim|almost|nearly|not|never|tomorrow|next)\b|\?/i;
const STANDS_AT =
  /\b(?:at|to|total|altogether|now|currently|already|so far|reached|hit|weigh|up to|down to)\b/i;
const ADDED = /\b(?:another|more|extra|additional)\b/i;
const REACHED = /\b(?:finished|completed|achieved|reached|done|managed|made it|did it|passed|got)\b/i;
const UNITS: Readonly<Record<string, string>> = {
  km: 'kilometre',
  kilometer: 'kilometre',
  k: 'kilometre',
  kg: 'kilo',
  kilogram: 'kilo',
  min: 'minute',
  hr: 'hour',
  euro: 'euro',
  dollar: 'dollar',
  mi: 'mile',
};

/** Progress as rules find it: a number with the goal's unit or words beside it, said by the owner as done. Pure and linear. */
export function findProgress({ goals, lines }: ProgressInput): ProgressAnswer {
  const updates = new Map<string, ProgressAnswer['updates'][number]>();
  for (const { id, text, byOwner } of lines) {
    if (byOwner === false) continue;
    for (const { text: sentence } of splitSentences(text)) {
      for (const goal of goals) {
        const found = progressIn(expandContractions(sentence), goal);
        if (found) updates.set(goal.id, { goal_id: goal.id, ...found, line_ids: [id] });
      }
    }
  }
  return { updates: [...updates.values()] };
}

type Found = Pick<ProgressAnswer['updates'][number], 'mode' | 'amount'>;

function progressIn(sentence: string, goal: SoughtGoal): Found | null {
  if (NOT_DONE.test(sentence)) return null;
  const tokens = tokenize(sentence);
  const wanted = wordsOf(goal);
  const said = tokens.map(({ word }) => unitOf(word));
  const about = wanted.matter.filter((word) => said.includes(word)).length;
  if (goal.type === 'boolean') {
    const isReached = REACHED.test(sentence) && about > 0 && about >= wanted.matter.length * 0.6;
    return isReached ? { mode: 'set', amount: goal.target } : null;
  }
  const amount = amountIn(tokens, said, wanted);
  if (amount === null || amount < 0) return null;
  const mode = !ADDED.test(sentence) && STANDS_AT.test(sentence) ? 'set' : 'add';
  // A number alone says where a scale stands; of what is counted it is one more step.
  return { mode: goal.type === 'scale' && !ADDED.test(sentence) ? 'set' : mode, amount };
}

interface Wanted {
  readonly unit: string | null;
  /** What the goal is about, without its numbers and its unit. */
  readonly matter: readonly string[];
}

function wordsOf({ title, unit }: SoughtGoal): Wanted {
  const unitWord = unit === null ? null : unitOf(tokenize(unit)[0]?.word ?? '');
  const matter = tokenize(title)
    .filter(({ word }) => !STOP_WORDS.has(word) && !/\d/.test(word))
    .map(({ word }) => unitOf(word))
    .filter((word) => word !== unitWord);
  return { unit: unitWord || null, matter: [...new Set(matter)] };
}

function unitOf(word: string): string {
  const plain = word.replace(/s$/, '');
  return stemOf(UNITS[plain] ?? word);
}

/** The number that has the unit right behind it, and something of the goal in its sentence; without a unit, one near the goal's words. */
function amountIn(
  tokens: readonly Token[],
  said: readonly string[],
  { unit, matter }: Wanted,
): number | null {
  for (let at = 0; at < tokens.length; at += 1) {
    const number = readCount(tokens, at);
    if (!number) continue;
    const behind = said.slice(number.next, number.next + 2);
    const around = said.slice(Math.max(0, at - NEAR_WORDS), number.next + NEAR_WORDS);
    const hasUnit = unit !== null && behind.includes(unit);
    const isNear = matter.some((word) => around.includes(word));
    const isAbout = matter.length === 0 || matter.some((word) => said.includes(word));
    if (unit === null ? isNear && !isArticle(tokens[at]!) : hasUnit && isAbout) return number.value;
    at = number.next - 1;
  }
  return null;
}

function isArticle({ word }: Token): boolean {
  return word === 'a' || word === 'an';
}
