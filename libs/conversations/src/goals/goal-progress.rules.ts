import {
  expandContractions,
  infinitiveOf,
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
/** Part of the goal's words that say that it, and nothing else, is reached. */
const SAID_OF_MATTER = 0.6;
/** Not done: plans, wishes, questions and suppositions, and the target itself. */
const NOT_DONE =
  /\b(?:will|would|could|should|might|may|want|wants|plan|plans|planning|hope|hoping|wish|try|trying|going to|need to|have to|let us|if|unless|goal|target|aim|almost|nearly|not|never|tomorrow|next)\b|\?/i;
const STANDS_AT = /\b(?:at|total|altogether|now|currently|already|so far|reached|hit|weigh|up to|down to)\b/i;
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
  const own = lines.filter(({ byOwner }) => byOwner !== false);
  const sentences = own.flatMap(({ id, text }) =>
    splitSentences(text).map((sentence) => ({ id, text: expandContractions(sentence.text) })),
  );
  for (const { id, text } of sentences.filter((sentence) => !NOT_DONE.test(sentence.text))) {
    for (const goal of goals) {
      const found = goal.type === 'boolean' ? reachedIn(text, goal) : countedIn(text, goal);
      if (found) updates.set(goal.id, { goal_id: goal.id, ...found, line_ids: [id] });
    }
  }
  return { updates: [...updates.values()] };
}

type Found = Pick<ProgressAnswer['updates'][number], 'mode' | 'amount'>;

function reachedIn(sentence: string, goal: SoughtGoal): Found | null {
  const said = tokenize(sentence).map(({ word }) => plainWord(word));
  const { matter } = wordsOf(goal);
  const about = matter.filter((word) => said.includes(word)).length;
  const isReached = REACHED.test(sentence) && about > 0 && about >= matter.length * SAID_OF_MATTER;
  return isReached ? { mode: 'set', amount: goal.target } : null;
}

function countedIn(sentence: string, goal: SoughtGoal): Found | null {
  const amount = amountIn(tokenize(sentence), wordsOf(goal));
  if (amount === null) return null;
  // A number alone says where a scale stands; of what is counted it is one more step.
  const stands = goal.type === 'scale' || STANDS_AT.test(sentence);
  return { mode: stands && !ADDED.test(sentence) ? 'set' : 'add', amount };
}

interface Wanted {
  readonly unit: string | null;
  /** What the goal is about, without its numbers and its unit. */
  readonly matter: readonly string[];
}

function wordsOf({ title, unit }: SoughtGoal): Wanted {
  const unitWord = unit === null ? null : plainWord(tokenize(unit)[0]?.word ?? '');
  const matter = tokenize(title)
    .filter(({ word }) => !STOP_WORDS.has(word) && !/\d/.test(word))
    .map(({ word }) => plainWord(word))
    .filter((word) => word !== unitWord);
  return { unit: unitWord || null, matter: [...new Set(matter)] };
}

/** As goals and speech are compared: `ran` is `run`, `km` is `kilometre`. */
export function plainWord(word: string): string {
  const short = word.replace(/s$/, '');
  return stemOf(UNITS[short] ?? infinitiveOf(word));
}

/** The number that has the unit right behind it, and something of the goal in its sentence; without a unit, one near the goal's words. */
function amountIn(tokens: readonly Token[], { unit, matter }: Wanted): number | null {
  const said = tokens.map(({ word }) => plainWord(word));
  const isAbout = matter.length === 0 || matter.some((word) => said.includes(word));
  for (let at = 0; at < tokens.length; at += 1) {
    const number = readCount(tokens, at);
    if (!number) continue;
    const behind = said.slice(number.next, number.next + 2);
    const around = said.slice(Math.max(0, at - NEAR_WORDS), number.next + NEAR_WORDS);
    const isNear = matter.some((word) => around.includes(word)) && !isArticle(tokens[at]!);
    if (unit === null ? isNear : isAbout && behind.includes(unit)) return number.value;
    at = number.next - 1;
  }
  return null;
}

function isArticle({ word }: Token): boolean {
  return word === 'a' || word === 'an';
}
