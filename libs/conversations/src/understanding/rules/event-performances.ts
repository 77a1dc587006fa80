import { isNoun } from './noun-phrases.js';

/** What somebody does before others, or what happens to him once, and what such an occasion is called. */
const OCCASIONS: readonly (readonly [RegExp, string])[] = [
  [/^graduat/, 'graduation'],
  [/^(?:sing|play|perform|danc|act|recit|juggl|drumm|appear)/, 'performance'],
  [/^(?:compet|rac|run|swim|row|ski|box|fenc)/, 'competition'],
  [/^(?:speak|lectur)/, 'talk'],
  [/^retir/, 'retirement'],
  [/^(?:defend)/, 'defence'],
  [/^(?:christen|baptis|baptiz)/, 'christening'],
  [/^(?:exhibit|show)/, 'exhibition'],
];
/** "Hannah is graduating", "the twins sing with the choir", "my niece will be performing at the fair". */
const DOES =
  /^((?:(?:our|my|your|the|his|her|their) )?(?:\p{L}+ ){0,2}?\p{L}+?) (?:(?:is|are|will be|gets?|will|is going to|are going to) )?(?:being |be )?(\p{Ll}{3,}?)(?:s|es|ing|ed)?(?: (?:(?:with|in|at|for|from|against|on) )?(?:the |a |an |his |her |their |our )?(?:\p{L}+ ){0,3}\p{L}+)?$/iu;
const PRONOUN = /^(?:I|you|he|she|it|we|they|this|that|there|who|what|which|and|but|so)\b/i;

/** `Hannah's graduation`, or null. The lead is what comes before the day. */
export function performanceIn(lead: string): string | null {
  const [, who = '', verb = ''] = DOES.exec(lead) ?? [];
  const occasion = OCCASIONS.find(([root]) => root.test(verb.toLowerCase()))?.[1];
  const whose = who.replace(/^(?:my|our|your|his|her|their) /i, '');
  if (!occasion || PRONOUN.test(who) || !isNamed(whose)) return null;
  return `${whose}${whose.endsWith('s') ? "'" : "'s"} ${occasion}`;
}

function isNamed(whose: string): boolean {
  return /^\p{Lu}/u.test(whose) || isNoun(whose.split(' ').at(-1)!);
}
