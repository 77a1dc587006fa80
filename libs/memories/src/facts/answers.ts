import { expandContractions } from '#libs/ai';

const YES =
  /^(?:yes|yeah|yep|yup|sure|right|exactly|of course|i do|i am|i have|we do|we are|we have|always|absolutely|definitely|still do|indeed|true|that is right)\b/i;
const BARE_YES_WORDS = 6;
const QUESTION =
  /(?:^|[,.] |\b(?:so|and|but) )(?:do|are|have) (you)((?: both| two| guys)?) ((?:still |also |really |always |actually )?.{3,80})\?$/i;
const TAG =
  /^(?:so |and |but )?you ((?:still |also |always |really )?[a-z].{3,80}?),? (?:do not you|are not you|have not you|right|is that right|correct|yes|no)\?$/i;
const FRAGMENT =
  /^(?:(?:yes|yeah|no,? (?=only|just|in |at |for |from )|only|just|well|oh|i think|mostly|mainly|about|uh)[,.]? )*((?:to |in |as |on |at |about |around |from )?[\w',-][\w', -]{1,60})$/i;
const HAS_VERB =
  /\b(?:i|we|he|she|it|they|you|is|are|am|was|do|does|have|has|will|not|no|none|nothing|never)\b/i;

/** Questions whose answer is often a mere fragment, and the statement that both make together. */
const FRAGMENT_QUESTIONS: readonly (readonly [
  RegExp,
  (answer: string, question: RegExpExecArray) => string,
])[] = [
  [
    /\b(?:any|have|other) (?:\w+ )?allergies\b|\ballergic to (?:anything|something|any)/i,
    (answer) => `I am allergic to ${answer.replace(/^to /i, '')}`,
  ],
  [
    /\bwhere do you live\b|\bwhere are you (?:living|based)\b/i,
    (answer) => `I live ${/^(?:in|on|at|near) /i.test(answer) ? lowerFirst(answer) : `in ${answer}`}`,
  ],
  [
    /\bwhere are you (?:originally )?from\b|\bwhere do you come from\b/i,
    (answer) => `I am from ${answer.replace(/^from /i, '')}`,
  ],
  [
    /\bwhat do you do (?:for (?:a living|work))\b|\bwhat is your (?:job|profession|occupation)\b/i,
    (answer) => (/^(?:an?|the) /i.test(answer) ? `I am ${answer}` : ''),
  ],
  [
    /\bhow (?:much|many (?:cups|glasses|bottles|pints|cans|cigarettes)(?: of)?) ?(\w+)? do you (drink|smoke|eat)\b/i,
    (answer, question) =>
      `I ${question[2]} ${answer.replace(/ (?:a|per) day$/i, '')}${question[1] && !answer.includes(question[1]) && !/ of /.test(answer) ? ` of ${question[1]}` : ''}${/ (?:a|per) day$/i.test(answer) ? ' a day' : ''}`,
  ],
  [/\b(?:do you take|are you (?:on|taking|using)) any\b/i, (answer) => `I take ${answer} as medication`],
  [
    /\bhow many (kids|children|sons|daughters|brothers|sisters|siblings|dogs|cats|grandchildren)\b/i,
    (answer, question) =>
      /^\w+(?:,|$)/.test(answer)
        ? `I have ${answer.replace(/^(\w+)/, `$1 ${question[1]!.toLowerCase()}`)}`
        : '',
  ],
  [
    /\bdo you play (?:an|any) instruments?\b/i,
    (answer) => `I play ${/^(?:the|a) /i.test(answer) ? lowerFirst(answer) : `the ${answer}`}`,
  ],
  [
    /\byou (?:still )?(live|work|study|come|are) (?:in|at|for|from) /i,
    (answer, question) =>
      /^(?:in|at|for|from) /i.test(answer)
        ? `I ${question[1]!.toLowerCase().replace('are', 'am')} ${lowerFirst(answer)}`
        : '',
  ],
  [/\bwhen is your birthday\b/i, (answer) => `my birthday is ${answer}`],
];

/** The statement of the owner that a short answer makes together with the question before it; null when it makes none. */
export function answeredStatement(question: string, answer: string): string | null {
  const asked = expandContractions(question);
  const reply = expandContractions(answer).replace(/[.!]+$/, '');
  return fromFragment(asked, reply) ?? fromYes(asked, reply);
}

function fromFragment(question: string, answer: string): string | null {
  const whole = FRAGMENT.exec(answer)?.[1];
  // "The cello, since I was nine": what follows is told of it.
  const fragment = whole && HAS_VERB.test(whole) ? whole.split(',')[0] : whole;
  if (
    !fragment ||
    HAS_VERB.test(fragment) ||
    /^(?:yes|yeah|no|nope|sure|okay|ok|right|thanks|thank|a lot|too much|not much|enough|a little|some|it)\b/i.test(
      fragment,
    )
  )
    return null;
  for (const [pattern, write] of FRAGMENT_QUESTIONS) {
    const match = pattern.exec(question);
    if (match) return write(fragment, match) || null;
  }
  return null;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function fromYes(question: string, answer: string): string | null {
  if (!YES.test(answer) || answer.split(/\s+/).length > BARE_YES_WORDS || /\bnot\b/i.test(answer))
    return null;
  const tag = TAG.exec(question);
  if (tag) return `I ${asFirstPerson(tag[1]!)}`;
  const match = QUESTION.exec(question);
  if (
    !match ||
    /\b(?:any|anything|ever|want|need|know|mind|think|remember|hear|see|have time|going to|mean)\b/i.test(
      match[3]!,
    )
  )
    return null;
  const verb = /\b(do|are|have) you/i.exec(question)![1]!.toLowerCase();
  const auxiliary = { do: '', are: 'am ', have: 'have ' }[verb]!;
  return `I ${auxiliary}${asFirstPerson(match[3]!)}`;
}

function asFirstPerson(words: string): string {
  return words
    .replace(/^are\b/i, 'am')
    .replace(/\byour\b/gi, 'my')
    .replace(/\byou\b/gi, 'I');
}
