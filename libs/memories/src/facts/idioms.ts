import { EVERY } from './kinds/fact-kind.js';
import { NUMBER, PET, RELATION, WEEKDAY } from './words.js';

/** A turn of speech, and how to say the same in plain words. */
export type Rewrite = readonly [RegExp, string | ((...match: string[]) => string)];

const DAY_TIME = `(?:(?:${WEEKDAY})s?|weekends?|weekdays?)(?: (?:morning|afternoon|evening|night|lunchtime)s?)?`;
const ORDINAL =
  '(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|[a-z]+teenth|[a-z]+tieth|tenth|eleventh|twelfth|last|final)';
const MIND = '(?:brain|head|mind)';
/** What one does regularly, not what happens or holds: no pronoun, no adjective alone. */
const DOING =
  "((?:my |the |our |an? )?(?!(?:fine|good|great|best|okay|ok|bad|better|worse|free|out|off|busy|full|quiet|sacred|mine|yours|it|that|this|when|always|never|not|too|so|very|the (?:day|best|only|one|last|first|deadline))\\b)[a-z][\\w' -]{2,40}?)";

/** As it stands within a sentence: names of days keep their capital. */
function within(text: string): string {
  return new RegExp(`^(?:${WEEKDAY})`, 'i').test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

/** "On Wednesday evenings": what is so on one such day is so on all. */
function everyOne(time: string): string {
  return /s$/.test(time) ? time : `${time}s`;
}

/** "My gran is ninety, and my gran …". */
const asTwo = (_: string, who: string, deed: string, rest: string) =>
  `${who} ${deed} ${rest}, and ${within(who)} `;

/** Ways to tell of a habit, an illness, a taste or a job without a verb that says so, tried in order. */
export const IDIOMS: readonly Rewrite[] = [
  [
    /, (?:never|always) (?:could|have|did|will|has|was|would|am|do|can)(?: been| done| had)?(?=[,.!]|$)/gi,
    '',
  ],
  // "Saturdays are for football", "every Thursday it's the pub quiz".
  [
    new RegExp(`^((?:${EVERY})),? (?:it is|there is) (?:always )?${DOING}(?=[,.!]|$)`, 'i'),
    (_, time, doing) => `I have ${doing!} ${within(time!)}`,
  ],
  [
    new RegExp(
      `^(${DAY_TIME}) (?:are|is|means?) (?:always |usually )?(?:for |reserved for )(?:my )?${DOING}(?=[,.!]|$)`,
      'i',
    ),
    (_, time, doing) => `I have ${doing!} on ${everyOne(time!)}`,
  ],
  [
    new RegExp(
      `^((?:${WEEKDAY})s? (?:morning|afternoon|evening|night|lunchtime)s?)(?: is|'s| are) (?:always )?(my |our )${DOING}(?=[,.!]|$)`,
      'i',
    ),
    (_, time, whose, doing) => `I have ${whose!}${doing!} on ${everyOne(time!)}`,
  ],
  [
    new RegExp(
      `^(${DAY_TIME}) (I am|we are) (always|usually|mostly)? ?((?:at|in|on|with) [\\w' -]{3,40}?)(?=[,.!]|$)`,
      'i',
    ),
    (_, time, who, often, place) => `${who!} ${often ?? 'always'} ${place!} on ${everyOne(time!)}`,
  ],
  // "Mornings are when my brain works."
  [
    new RegExp(
      `^([a-z][\\w ]{2,30}?) (?:are|is) when (?:my ${MIND} (?:really |actually )?works?|I (?:really |actually )?(?:work|think|write|focus|study))(?: best)?(?=[,.!]|$)`,
      'i',
    ),
    (_, time) => `my mind works best in the ${within(time!)}`,
  ],
  [
    new RegExp(
      `^I (?:can )?only (?:ever )?(?:get (?:anything|things|any work) done|get going|wake up properly) ((?:after|before|in|at|with|when|once) [^,.!]+)`,
      'i',
    ),
    'I work best $1',
  ],
  [
    /^I need ((?:the |an? |some |complete |total )*[\w ]{3,25}?(?: on| off| open| shut| closed)?) (?:to|so I can) (concentrate|work|sleep|think|focus|study|write|relax)(?=[,.!]|$)/i,
    'I cannot $2 without $1',
  ],
  [
    /^(with(?:out)? [\w ]{3,25}?|after [\w ]{3,25}?|before [\w ]{3,25}?),? I (cannot (?:read|work|think|sleep|concentrate|write|do|focus)[\w ]{0,20}?|am (?:useless|hopeless|no use|no good|sharp|best))(?=[,.!]|$)/i,
    (_, when, deed) => `I ${deed!} ${within(when!)}`,
  ],
  // "One prawn and my face swells up", "anything with coconut and I'm ill for days".
  [
    /^(?:anything|something) with ([\w ]{3,25}?),? and I am (ill|sick|in bed|doubled over|in hospital)(?= |[,.!]|$)/i,
    (_, thing, state) => `${thing!.charAt(0).toUpperCase()}${thing!.slice(1)} makes me ${state!}`,
  ],
  [
    /^((?:(?:just |even )?one|a (?:bite|sip|drop|crumb|whiff) of|a single) [\w ]{3,25}?),? and (?=my \w+ )/i,
    '$1 means ',
  ],
  // "They've got me on warfarin."
  [/\bthey have (?:got |put |kept )?me on (?=\w)/gi, 'I am on '],
  // "I'm eleven years sober", "eleven years without a cigarette".
  [
    new RegExp(
      `^(?:I have (?:gone|managed|done) )?((?:${NUMBER})(?:-\\w+)? (?:years|months|weeks|days)) without (?:an? |any )?([a-z][\\w ]{2,20}?)(?: today| now)?(?=[,.!]|$)`,
      'i',
    ),
    'I have not had any $2 for $1',
  ],
  [
    new RegExp(
      `\\bI am ((?:${NUMBER})(?:-\\w+)? (?:years|months)) (sober|clean|smoke-free|vegan|vegetarian)\\b`,
      'i',
    ),
    'I have been $2 for $1',
  ],
  // "I've spent twenty years behind this counter", "this is my tenth year as head gardener".
  [
    new RegExp(
      `\\bI have spent ((?:about |over |nearly )?(?:${NUMBER})(?:-\\w+)? years) (?=(?:in|at|behind|as|with|under)\\b)([^,.!]+)`,
      'i',
    ),
    (_, years, where) => `I have been ${where!.replace(/\bthis\b/, 'the')} for ${years}`,
  ],
  [
    new RegExp(`^this is my (${ORDINAL} (?:year|season|term|decade)) (?=(?:as|at|in|with|of|on)\\b)`, 'i'),
    'I am in my $1 ',
  ],
  [new RegExp(`\\b(have been [^,.!]{3,40}?) going on ((?:${NUMBER})(?:-\\w+)? years)\\b`, 'i'), '$1 for $2'],
  [
    /^I started (?:out )?(?:here |there )?as (an? [\w -]{3,25}?) in /i,
    'I have worked here, first as $1, since ',
  ],
  // "Home's a narrowboat on the canal."
  [/^(?:these days |now )?home(?: is|'s) (?:now )?(?=an? )/i, 'I live in '],
  // "Give me a train over a plane any day."
  [
    /^(?:just )?give me (.+?) (?:over|instead of|rather than) (.+?)(?: any (?:day|time))?(?=[,.!]|$)/i,
    'I prefer $1 to $2',
  ],
  [
    /^(.{3,30}?), (?:never|not) ([\w ]{3,25}?), that is me(?=[,.!]|$)/i,
    (_, one, other) => `I prefer ${within(one!)} to ${other!}`,
  ],
  // "My photograph won second prize."
  [
    /^my ([a-z][\w ]{2,25}?) (?:won|took|got) (?=(?:the |an? )?(?:first|second|third|gold|silver|bronze|best|top|\w+ prize|prize|award|medal))([^,.!]+)/i,
    'I won $2 with my $1',
  ],
  // "My two boys are Finn and Cal", "it's just me and my daughter at home".
  [
    new RegExp(
      `^[Mm]y ((?:${NUMBER}) (?:\\w+ )?(?:${RELATION})) are (?:called )?([A-Z]\\w+(?:, [A-Z]\\w+)*(?:,? and [A-Z]\\w+)?)(?=[,.!]|$)`,
    ),
    'I have $1, $2',
  ],
  [
    /^(?:it is|there is) (?:only |just )?(?:me and|myself and) (my [\w ]{3,25}?)(?: at home| here| in the house| now)*(?=[,.!]|$)/i,
    'I live with $1',
  ],
  [
    new RegExp(
      `^there (?:is|are) (${NUMBER}) of us (?:living )?(?:in the house|at home|under one roof|in the flat)`,
      'i',
    ),
    'I live in a household of $1',
  ],
  [new RegExp(`^we are a (family|household) of (${NUMBER})`, 'i'), 'I live in a $1 of $2'],
  // "My uncle left me his boat", "my boss lets me work from home".
  [
    /^((?:my|our) (?:\w+ )?\w+) left (?:me|us) (?:his|her|their|an?|the) ([a-z][\w ]{2,30}?)(?=[,.!]|$| when| in)/i,
    'I inherited the $2 from $1',
  ],
  [/^(?:they|(?:my|our) \w+) lets? (?:me|us) (?=(?:work|start|finish|leave|come|keep|use|bring)\b)/i, 'I '],
  // "Marzipan is the one thing I won't eat."
  [
    /^([a-z][\w ]{2,25}?) (?:is|are) (?:the (?:one|only) (?:thing|food|drink|vegetable|fruit|animal)(?: that)?|what|something) (I|we) (?:(will not|cannot|do not|never|really love|love|hate|miss|collect|like)) ?([a-z]*)(?=[,.!]|$)/i,
    (_, thing, who, deed, verb) =>
      `${who!} ${deed!.replace('will not', 'do not')}${verb ? ` ${verb}` : ''} ${within(thing!)}`,
  ],
  [/\b(?:love|like|enjoy) nothing (?:more|better) than (?=\w)/gi, 'love '],
  [
    new RegExp(
      `^((?:${NUMBER}|no) (?:sugars?|spoons of sugar|ice cubes)) in (?:my|every|each) ([a-z]+)`,
      'i',
    ),
    (_, much, drink) => `I have ${within(much!)} in my ${drink!}`,
  ],
  [
    /\b([Mm]y|[Oo]ur) (job|flat|house|office|shift|car|work|place|home|studio)'s (?=(?:an?|the|in|on|at|from|next|above|over|behind|\w+ing)\b)/g,
    '$1 $2 is ',
  ],
  // "My gran, who's ninety, still cycles", "my cousin who lives in Oslo plays the harp", "my sister in Lyon is a midwife".
  [
    new RegExp(
      `^([Mm]y (?:\\w+ )?(?:${RELATION})(?: [A-Z]\\w+)?), who (is|has|lives|works|was|plays|runs|teaches|drives) ([^,]{2,40}), `,
    ),
    asTwo,
  ],
  [
    new RegExp(
      `^([Mm]y (?:\\w+ )?(?:${RELATION})(?: [A-Z]\\w+)?) who (lives|works|is) ((?:in|at|from) (?:the )?[A-Z]\\w+) (?=[a-z]+s\\b)`,
    ),
    asTwo,
  ],
  [
    new RegExp(
      `^([Mm]y (?:\\w+ )?(?:${RELATION})(?: [A-Z]\\w+)?) (?:over |up |down |out )?(?:in|from) [A-Z]\\w+ (?=(?:is|has|was|[a-z]+s)\\b)`,
    ),
    '$1 ',
  ],
  // "Mum's hip was replaced."
  [
    new RegExp(
      `\\b((?:[Mm]y |[Oo]ur )(?:${RELATION})|Mum|Dad|Mom|Gran|Grandma|Grandpa)'s ((?:left |right )?(?:hip|knee|shoulder|heart valve|lens|hearing)) (?:was|has been|got) (replaced|removed|done|fixed)\\b`,
    ),
    '$1 had a $2 $3',
  ],
  // "He's in his second year of law, our youngest." "My two horses, Bracken and Pippin."
  [new RegExp(`^(?:he|she) ([^,]{5,60}), (?:my|our) (${RELATION})(?=[.!]|$)`, 'i'), 'my $2 $1'],
  [
    new RegExp(
      `^(?:yes,? |just |only )*[Mm]y ((?:${NUMBER}) (?:${PET}|${RELATION})), ([A-Z]\\w+(?:, [A-Z]\\w+)*,? and [A-Z]\\w+)(?=[.!]|$)`,
      'i',
    ),
    'I have $1, $2',
  ],
  // "It takes me an hour to get to work."
  [
    /\bit takes me ([\w ]{3,40}?) to (?:get|drive|walk|cycle|travel) (to work|in|to the \w+|home)(?=[,.!]|$)/gi,
    'I commute $1 $2',
  ],
  // "Dad's hard of hearing", "my son's at university".
  [
    /\b((?:[Mm]y |[Oo]ur )[a-z]+|Mum|Dad|Mom|Gran|Grandma|Grandpa|Nan)'s (?=(?:hard of|at|on|off|into|from|very|quite|really|so|too|terrified|doing|deaf|blind|mad|keen|good|better)\b)/g,
    '$1 is ',
  ],
];
