/** Edit operations that turn the reference into the hypothesis, and the words that were to be heard. */
export interface WordErrors {
  readonly words: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
}

/** Spellings that sound alike and that transcribers write either way. */
const SAME_SPELLING: Readonly<Record<string, string>> = {
  mr: 'mister',
  mrs: 'missus',
  dr: 'doctor',
  st: 'saint',
  ok: 'okay',
  percent: 'per cent',
  '%': 'per cent',
  '&': 'and',
};

const NUMBERS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

/** Lower case, no punctuation, hyphens as spaces, numbers up to 99 and common abbreviations spelled out. */
export function normalizedWords(text: string): string[] {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[%&]/g, (sign) => ` ${SAME_SPELLING[sign]} `)
    .replace(/[^\p{L}\p{N}' ]/gu, ' ')
    .split(/\s+/)
    .map((word) => word.replace(/^'+|'+$/g, ''))
    .filter((word) => word !== '')
    .flatMap((word) => (SAME_SPELLING[word] ?? spelledNumber(word)).split(' '));
}

function spelledNumber(word: string): string {
  if (!/^\d{1,2}$/.test(word)) return word;
  const number = Number(word);
  if (number < 20) return NUMBERS[number]!;
  const unit = number % 10;
  return `${TENS[Math.floor(number / 10) - 2]!}${unit === 0 ? '' : ` ${NUMBERS[unit]!}`}`;
}

/** Counts the fewest word edits between what was said and what was heard. */
export function wordErrors(reference: string, hypothesis: string): WordErrors {
  const said = normalizedWords(reference);
  const heard = normalizedWords(hypothesis);
  let row: Cost[] = [{ total: 0, substitutions: 0, deletions: 0, insertions: 0 }];
  for (let column = 1; column <= heard.length; column += 1) row.push(plus(row[column - 1]!, 'insertions'));
  for (const word of said) {
    const next: Cost[] = [plus(row[0]!, 'deletions')];
    heard.forEach((other, column) => {
      const kept = word === other ? row[column]! : plus(row[column]!, 'substitutions');
      const deleted = plus(row[column + 1]!, 'deletions');
      const inserted = plus(next[column]!, 'insertions');
      next.push([kept, deleted, inserted].reduce((best, cost) => (cost.total < best.total ? cost : best)));
    });
    row = next;
  }
  const { substitutions, deletions, insertions } = row[heard.length]!;
  return { words: said.length, substitutions, deletions, insertions };
}

/** Wrong, missing and invented words as a share of the words that were said. 0 for an empty pair; above 1 when more was invented than said. */
export function wordErrorRate(reference: string, hypothesis: string): number {
  return rateOf(wordErrors(reference, hypothesis));
}

export function rateOf({ words, substitutions, deletions, insertions }: WordErrors): number {
  const errors = substitutions + deletions + insertions;
  return errors === 0 ? 0 : errors / Math.max(1, words);
}

/** Errors of many recordings together: long ones weigh more. */
export function sumOf(all: readonly WordErrors[]): WordErrors {
  const sum = (key: keyof WordErrors) => all.reduce((total, errors) => total + errors[key], 0);
  return {
    words: sum('words'),
    substitutions: sum('substitutions'),
    deletions: sum('deletions'),
    insertions: sum('insertions'),
  };
}

interface Cost {
  readonly total: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
}

function plus(cost: Cost, operation: 'substitutions' | 'deletions' | 'insertions'): Cost {
  return { ...cost, total: cost.total + 1, [operation]: cost[operation] + 1 };
}
