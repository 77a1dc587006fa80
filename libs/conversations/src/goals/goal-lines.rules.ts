import { isNumberWord, STOP_WORDS, tokenize } from '#libs/ai';
import type { Goal } from './goal.js';
import { plainWord } from './goal-progress.rules.js';
import type { ProgressInput } from './goal-progress.task.js';

/** Of one talk, the last ones: the last word on a goal counts. At the length of spoken lines some 6,000 tokens. */
const MAX_LINES = 200;
/** So many first letters in common make two words one in most languages, whatever their endings. */
const COMMON_LETTERS = 4;

type Line = ProgressInput['lines'][number];

/** The lines in which progress may be told, with those around them: a goal's own words, or a number. Other lines need not be read by a model. */
export function linesAbout(goals: readonly Pick<Goal, 'title' | 'unit'>[], lines: readonly Line[]): Line[] {
  const wanted = new Set(goals.flatMap(({ title, unit }) => keysOf(`${title} ${unit ?? ''}`)));
  const isNear = ({ text }: Line) => mentionsNumber(text) || keysOf(text).some((key) => wanted.has(key));
  const near = new Set(lines.flatMap((line, at) => (isNear(line) ? [at - 1, at, at + 1] : [])));
  return lines.filter((_, at) => near.has(at)).slice(-MAX_LINES);
}

function keysOf(text: string): string[] {
  return tokenize(text)
    .filter(({ word }) => !STOP_WORDS.has(word))
    .flatMap(({ word }) => [plainWord(word), word.slice(0, COMMON_LETTERS)]);
}

function mentionsNumber(text: string): boolean {
  return tokenize(text).some(({ word }) => /\d/.test(word) || isNumberWord(word));
}
