import { thirdPersonOf } from '#libs/ai';
import { largePattern } from './large-pattern.js';

/** Whoever has an attitude: the subject of its clause. */
const WHO = "(I|[Ww]e|[Tt]hey|[Hh]e|[Ss]he|(?:[Mm]y|[Oo]ur) [\\w' -]{2,30}?|[A-Z][a-z]+)";
/** What an attitude is towards, when it stands for all of its kind: no determiner, no pronoun, no gerund of the moment. */
const THING =
  "((?!(?:the|an?|my|your|our|his|her|their|its|this|that|these|those|it|he|she|they|we|you|I|there|here|what|who|how|which|everything|nothing|something|anything|everybody|nobody|somebody|work|life|time|today|one|none|some|all|not|no|till|until|by|at|in|on|to|from|about|another|more|just|only|half)\\b)[A-Za-z][\\w' -]{2,30}?)";
const DEGREE =
  '(?:(?:really|just|simply|absolutely|completely|quite|pretty|rather|honestly|still|always|so|very|a bit|totally) )*';
const BE = '(?:am|is|are|have (?:always )?been|has (?:always )?been)';
const HAVE = '(?:have|has|have got|has got|had|have (?:always )?had|has (?:always )?had)';
const CANNOT = '(?:cannot|could (?:not|never)|can never|never could|(?:have|has) never been able to)';
/** To stand, taste, smell or see a thing: who cannot, loathes it. */
const ENDURE =
  '(?:stand|bear|abide|stomach|endure|tolerate|face|swallow|smell|get down|keep down|look at|be (?:around|near|in the same room (?:as|with)))';

type Attitude = 'love' | 'cannot stand' | 'fear';

/** Idioms whose subject has the attitude: WHO says it, THING is what it is towards. */
const OF_SUBJECT: readonly (readonly [string, Attitude])[] = [
  [`${BE} ${DEGREE}(?:mad|nuts|wild|crazy|bonkers|daft) (?:about|on|for) ${THING}`, 'love'],
  [`${BE} ${DEGREE}(?:partial|devoted|addicted) to ${THING}`, 'love'],
  [`${HAVE} an? (?:\\w+ )?(?:thing|weakness|passion|love|craving) for ${THING}`, 'love'],
  [`${CANNOT} ${DEGREE}(?:get enough of|resist|say no to|pass up|live without|go without) ${THING}`, 'love'],
  [
    `(?:can|could|would) ${DEGREE}(?:happily )?(?:eat|drink|live on|have) ${THING} (?:all day|every day(?: of the (?:week|year))?|by the \\w+|for ever|forever|morning,? noon and night|until the cows come home|for breakfast).*`,
    'love',
  ],
  [`(?:never say|never says) no to ${THING}`, 'love'],
  [`(?:live|lives) for ${THING}`, 'love'],
  [
    `${CANNOT} ${DEGREE}(?:even )?${ENDURE} (?:the (?:smell|taste|sight|sound|thought|texture) of )?${THING}`,
    'cannot stand',
  ],
  [`(?:have|has) never been able to (?:eat|drink|touch) ${THING}`, 'cannot stand'],
  [`${BE} (?:no|not an?) (?:\\w+ )?(?:friend|lover) of ${THING}`, 'cannot stand'],
  [`${BE} not (?:really |much of )?(?:a )?one for ${THING}`, 'cannot stand'],
  [`(?:leave|leaves|give|gives) ${THING} (?:well alone|a wide berth)`, 'cannot stand'],
  [`${HAVE} an? (?:\\w+ )?(?:horror|terror|dread|fear|phobia) of ${THING}`, 'fear'],
  [`(?:panic|panics|freeze|freezes|go to pieces|goes to pieces) (?:in|on|at|near|around) ${THING}`, 'fear'],
];

/** Idioms whose subject is the thing, told by whoever has the attitude. */
const OF_THING: readonly (readonly [string, Attitude])[] = [
  [
    `${THING} (?:is|are|has always been|have always been) (?:one of )?my (?:\\w+ )?(?:weakness|weaknesses|passion|favou?rites?|thing|downfall|guilty pleasure)`,
    'love',
  ],
  [
    `(?:nothing beats|there is nothing like|there is nothing better than|nothing is better than|you can give me) ${THING}(?:,? (?:any time|any day|all day|every time))?`,
    'love',
  ],
  [
    `${THING} ${DEGREE}(?:make|makes) me ${DEGREE}(?:gag|retch|shudder|queasy|ill|heave|want to (?:gag|vomit))`,
    'cannot stand',
  ],
  [
    `(?:the (?:smell|taste|sight|sound|thought) of )?${THING} ${DEGREE}(?:turn|turns) my stomach`,
    'cannot stand',
  ],
  [`${THING} ${DEGREE}(?:disgust|disgusts|revolt|revolts|repel|repels) me`, 'cannot stand'],
  [
    `${THING} and (?:I|me) (?:are not friends|are no friends|do not (?:get on|get along|mix|agree))`,
    'cannot stand',
  ],
  [
    `${THING} (?:is|are) (?:really |definitely |just )?not (?:my (?:thing|cup of tea)|to my taste|for me)`,
    'cannot stand',
  ],
  [
    `${THING} ${DEGREE}(?:terrif(?:y|ies)|scares?|frightens?|petrif(?:y|ies)|(?:have |has )(?:always )?(?:terrified|scared|frightened|petrified)) me(?: to death| stiff| silly)?`,
    'fear',
  ],
  [`${THING} ${DEGREE}(?:makes?|sends?|throws?) me (?:panic|into a panic|freeze)`, 'fear'],
  [`${THING} ${DEGREE}(?:gives?) me the (?:creeps|horrors|shivers)`, 'fear'],
];

const LEAD = '((?:[Ss]ince|[Ee]ver since|[Ff]or) [^,]{2,30}, )?';
/** What may follow without taking it back. */
const AFTER =
  '(?:,? (?:(?:always|ever) (?:have|has|did|was|will)|at all|any ?more|ever since\\b.*|since\\b.*|(?:not )?(?:even )?as a (?:child|kid|girl|boy)|to be honest|without\\b.*|in (?:any|no) (?:form|shape)))?$';
const BY_SUBJECT = OF_SUBJECT.map(
  ([idiom, attitude]) => [largePattern(`^${LEAD}${WHO} ${DEGREE}${idiom}${AFTER}`), attitude] as const,
);
const BY_THING = OF_THING.map(
  ([idiom, attitude]) => [largePattern(`^${idiom}${AFTER}`, 'i'), attitude] as const,
);

/** "I'm mad about figs", "liver makes me gag": an idiom of liking, loathing or fearing, as a plain verb; other clauses come back as they are. */
export function inPlainAttitude(clause: string): string {
  for (const [idiom, attitude] of BY_SUBJECT) {
    const match = idiom.exec(clause);
    if (match) return `${match[1] ?? ''}${match[2]} ${withVerb(match[2]!, attitude)} ${match[3]}`;
  }
  for (const [idiom, attitude] of BY_THING) {
    const match = idiom.exec(clause);
    if (match) return `I ${withVerb('I', attitude)} ${lowerFirst(match[1]!)}`;
  }
  return clause;
}

function withVerb(who: string, attitude: Attitude): string {
  const isPlain = /^(?:I|we|they)$/i.test(who);
  if (attitude === 'fear') return `${who === 'I' ? 'am' : isPlain ? 'are' : 'is'} afraid of`;
  if (attitude === 'cannot stand') return attitude;
  return isPlain ? attitude : thirdPersonOf(attitude);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
