import { coreOf } from './noun-phrases.js';

const SUBJECT = '(?:I|[Ww]e|[Uu]s|[Aa]ll|[Ee]veryone|[Ee]verybody|both|two|three|four|five|of us)';
/** People come together to talk: "let us all sit down with the accountant", "we have to talk over the budget". */
const TALK = new RegExp(
  `\\b${SUBJECT} (?:(?:all|both|will|am|are|have|need|want|should|must|can|could|to|really|then|just|together) )*(?:sit(?:ting)? down|get(?:ting)? together|put our heads together|meet(?:ing)?(?: up)?|talk(?:ing)?|speak(?:ing)?|hav(?:e|ing) a (?:chat|talk|word|think|meeting)|go(?:ing)? (?:over|through)|discuss(?:ing)?|catch(?:ing)? up)(?: together)?(?: (?:with|to) (?<whom>(?!you\\b|me\\b|us\\b|him\\b|her\\b|them\\b|it\\b|each\\b)[\\p{L}' -]{3,40}?))?(?: ?(?:about|over|on|regarding|concerning) (?<what>(?:the|our|my|your|this|\\p{Lu}\\p{Ll}+'s) [\\p{L}' -]{3,40}?))?(?=[.,;?!]|$| (?:on|at|this|next|before|after|in|then|and|again|once|when|while|because|if|so|until)\\b)`,
  'u',
);
const THING_DISCUSSED =
  /\b(?:go(?:ing)? (?:over|through)|discuss(?:ing)?) (?<what>(?:the|our|my|your) [\p{L}' -]{3,40}?)(?=[.,;?!]|$| (?:on|at|this|next|before|after|in|then|and|with|once|when|while|because|if|so|until)\b)/u;

/** What people will sit down for, or with whom: `Meeting about the rota`, or null. */
export function meetingIn(text: string): string | null {
  const said = { ...THING_DISCUSSED.exec(text)?.groups, ...definedOnly(TALK.exec(text)?.groups) };
  const matter = coreOf(said['what'] ?? '');
  if (matter !== '') return `Meeting about the ${matter}`.replace(/the (?=\p{L}+'s )/u, '');
  const partner = coreOf(said['whom'] ?? '');
  return partner === '' ? null : `Meeting with ${/^\p{Lu}/u.test(partner) ? '' : 'the '}${partner}`;
}

function definedOnly(groups: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(groups).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
