import { expandContractions, infinitiveOf } from '#libs/ai';
import { CHANGE_IDIOMS } from './change-idioms.js';
import { IDIOMS, type Rewrite } from './idioms.js';
import { MONTH, NUMBER, PET, RELATION, WEEKDAY } from './words.js';

const PARTICIPLE =
  'sold|moved|packed|given|taken|started|stopped|quit|bought|been|got|become|swapped|switched|joined|passed|had|broken|learned|learnt|turned|cut|dropped|handed|signed|lost|grown|found|made|written|won|sworn|developed|stepped|left (?=[A-Z]|the |her |his |home|school|work)|gone (?=back|off|over|vegan|vegetarian|freelance|part|full)|finished (?=\\w)|come (?=back|home|off|round|out)';
const IS_NOT = /^(?:I|we|they)$/i;

/** What somebody had to do is done. */
const FORCED: Readonly<Record<string, string>> = {
  sell: 'sold',
  stop: 'stopped',
  quit: 'quit',
  leave: 'left',
  pull: 'pulled',
  drop: 'dropped',
  cancel: 'cancelled',
  resign: 'resigned',
  retire: 'retired',
  close: 'closed',
  move: 'moved',
  withdraw: 'withdrew',
  'hand back': 'handed back',
  'step down': 'stepped down',
};

/** Turns of speech, and the plainer ones that say the same, tried in order. */
const REWRITES: readonly Rewrite[] = [
  // "Anna's moved" and "she's packed it in" are perfects; "Anna's allergic" is not.
  [new RegExp(`\\b(he|she) is (?=(?:${PARTICIPLE})\\b(?! (?:by|to|off)\\b))`, 'gi'), '$1 has '],
  [new RegExp(`\\b([A-Z][a-z]+|${RELATION})'s (?=(?:${PARTICIPLE})\\b)`, 'g'), '$1 has '],
  [
    /\b([A-Z][a-z]+)'s (?=(?:an?|not|allergic|afraid|scared|pregnant|retired|married|vegetarian|vegan|diabetic|back|terrified)\b)/g,
    '$1 is ',
  ],
  [new RegExp(`\\b([A-Z][a-z]+|${RELATION})'s (?=from [A-Z])`, 'g'), '$1 is '],
  [
    /\b([Mm]y|[Oo]ur) ((?:\w+ )?(?:shop|office|studio|workshop|practice|house|flat|place))'s (?=(?:in|on|at|above|behind|near|next|opposite|over)\b)/g,
    '$1 $2 is ',
  ],
  // "Blue is my favorite color."
  [/^([A-Z][\w' -]{2,25}) (?:is|are) (my|our) (favou?rite [\w ]{2,40}?)[.!]*$/, '$2 $3 is $1'],
  // "We have an old dog, her name is Canela", "a cat that we call Mog".
  [
    new RegExp(
      `\\b(${PET})(?:,| and) (?:(?:his|her|its) name is|he is called|she is called|it is called|called|named) ([A-Z][a-z]+)`,
      'g',
    ),
    '$1, $2',
  ],
  [
    new RegExp(
      `\\b(${PET}) (?:that |who |whom )?(?:I|we) (?:have )?(?:call|called|named|christened) ([A-Z][a-z]+)`,
      'g',
    ),
    '$1, $2',
  ],
  // "Nadine, you and I have owned this shop together."
  [/(?:\b[A-Z][a-z]+, )?\b(?:[Yy]ou and I|[Yy]ou and me)\b(?= \w)/g, 'we'],
  // "Our Toby" is one of the family.
  [/\b[Oo]ur (?=[A-Z][a-z]+ (?:is|was|has|does|had|got|plays|works|lives|loves|hates)\b)/g, ''],
  // "I have got Mondays off"; not "I have got married".
  [
    /\b(have|has)( only| just| still)? got(?= (?!married|engaged|divorced|used|better|worse|rid|to\b))/gi,
    '$1$2',
  ],
  // "Ines, my flatmate, works."
  [
    new RegExp(`\\b([A-Z][a-zà-ÿ]+), ((?:[Mm]y|[Oo]ur) (?:[a-z]+ ){0,2}?(?:${RELATION})),(?= [a-z])`, 'g'),
    '$2 $1',
  ],
  // "She won't eat mushrooms" tells of a habit.
  [
    /\b(\w+) will not (touch|eat|drink|fly|wear|drive)\b/g,
    (_, who, deed) => `${who} ${IS_NOT.test(who!) ? 'do' : 'does'} not ${deed}`,
  ],
  // "She will be nine in August."
  [
    new RegExp(
      `\\b([Hh]e|[Ss]he|[A-Z][a-z]+|${RELATION}) will be (?=(?:${NUMBER})(?:-\\w+)?(?: (?:in|on|next)\\b|$|[,.]))`,
      'g',
    ),
    '$1 turns ',
  ],
  // "Twelve years I've sung here", "it'll be two years in May that I've worked here."
  [
    new RegExp(
      `^(?:(?:it|that) (?:is|will be|has been) )?(?:about |over |nearly |almost )?((?:${NUMBER})(?:-\\w+)? (?:years|months|weeks))(?: now)?(?: (?:at|in|come|this|next|on) \\w+)?(?: that)? (I|we|(?:my|our) (?:${RELATION})) (ha(?:ve|s) [^,.!]+?)(?: now)?(?=[,.!]|$)`,
      'i',
    ),
    '$2 $3 for $1',
  ],
  // "In eleven years as a dispatcher I have never …": the perfect reaches up to now.
  [
    new RegExp(
      `^(?:[Ii]n|[Oo]ver|[Aa]fter) (?:(?:my|all my|all these|the|these) )?((?:${NUMBER})(?:-\\w+)? years) as (an? [\\w -]{3,30}?),? I have (?:never|not|always|only|seen|had|met|learned)\\b.*`,
    ),
    'I have been $2 for $1',
  ],
  [
    /\bthis (?!(?:week|month|year|morning|time|way|case|weather|state)\b)([a-z]+(?: [a-z]+)?)(?= (?:together )?(?:for|since)\b)/g,
    'the $1',
  ],
  // "The van's gone."
  [/\b([Tt]he|[Mm]y|[Oo]ur) ((?:[a-z-]+ )?[a-z-]+)'s (?=(?:gone|dead|stolen|sold)\b)/g, '$1 $2 is '],
  // "What I can't bear is coriander."
  [
    /^(?:but |and |so )?(?:what|(?:the|one|the one|the only) (?:thing|food|drink|animal|smell|sound)(?: that)?) (I|we) ((?:really )?(?:cannot|do not|love|hate|like|enjoy|fear|miss|dread|loathe|adore|prefer|never)[\w ]{0,20}?) (?:is|are) /i,
    '$1 $2 ',
  ],
  [/\bit (?:turned out to be|was|is) an? (?:\w+ )?(allergy|intolerance) to\b/gi, 'I have an $1 to'],
  // "They picked me to head the department."
  [
    /\bthey (?:have )?(picked|chose|chosen|elected|appointed|named|asked) me (?=(?:to|as|the|head)\b)/gi,
    (_, deed) => `I was ${deed!.replace(/^chose$/i, 'chosen')} `,
  ],
  // "From January I'll be their intern."
  [
    new RegExp(
      `\\b(?:from|as of|starting in|starting) (${MONTH}|next year|the new year),? (I) will be (?:their|the|an?) ([^,.!]+)`,
      'i',
    ),
    '$2 am an $3 from $1',
  ],
  [
    new RegExp(`\\b(is|are|am) going to be (?=(?:${NUMBER})(?:-\\w+)?(?: (?:in|on|next)\\b|$|[,.]))`, 'g'),
    (_, be) => (be === 'is' ? 'turns ' : 'turn '),
  ],
  // "I'm the one who runs the counter."
  [
    /\b(I|he|she) (?:am|is) the (?:one|person|man|woman) (?:who|that) (\w+s|(?:has|is) \w+)\b/gi,
    (_, who, deed) => (who === 'I' ? `I ${infinitiveOf(deed!.toLowerCase())}` : `${who} ${deed}`),
  ],
  // "They put me on days", "the tram gets me to work", "they printed my recipe": what others do, told of whom it concerns.
  [
    /\b(?:they|the \w+) (?:have |has )?(?:put|moved|switched|transferred) me (?:on|onto|to) (?=\w)/gi,
    'I am now on ',
  ],
  // "They made me head baker", "the doctor took me off the statins", "they've moved choir to Wednesdays".
  [
    /\b(?:they|[A-Z]\w+|(?:the|my) \w+) (?:have |has )?made me (?=(?:\w+ of the (?:year|month|season)|redundant|permanent|an?|the|head|team|chief|senior|deputy|partner|manager|captain)\b)/gi,
    'I was made ',
  ],
  [/\b(?:they|(?:the|my) \w+) (?:have |has )?(?:took|taken) me off (?=[\w])/gi, 'I am off '],
  [
    new RegExp(
      `\\b(?:they|the \\w+) (?:have |has )?(?:moved|shifted|switched|changed|pushed) (?!(?:the |my |our )?(?:meeting|call|deadline|review|launch|stand-?up|chairs?|tables?)\\b)(?:the |my |our )?([a-z][\\w -]{2,25}?) (?:from [\\w ]+? )?(?:on)?to ((?:${WEEKDAY})s?(?: (?:morning|afternoon|evening|night)s)?)(?=[,.!]|$| now| from)`,
      'gi',
    ),
    'my $1 is on $2',
  ],
  // "I've come round to olives", "I've got over my fear of dogs".
  [/\b(?:have )?(?:come|came) (?:round|around) to (?=\w)/gi, 'like '],
  [/\b(?:have )?(?:got|gotten) over my fear of (?=\w)/gi, 'am no longer afraid of '],
  [/\b(?:have )?had (him|her|it|[A-Z]\w+) (put down|put to sleep)\b/g, 'lost $1'],
  [/\b(?:the|my) ([\w-]+) (?:gets|takes|brings|carries) me to (work|the \w+)\b/gi, 'I go to $2 by $1'],
  [
    /^(.*\b)?(?:they|(?:an?|the) [\w' -]{3,25}) (?:have |has )?(printed|published|accepted|exhibited|broadcast|performed) (?:one of )?(my [\w' -]{3,25}?)(?= (?:in|on|at|last|this)\b|[,.!]|$)/i,
    '$1I had $3 $2',
  ],
  [/\b(?:must not|may not|am not (?:allowed|supposed) to) (have|eat|drink|take|touch)\b/gi, 'cannot $1'],
  [
    /\bhave had to (stop|give up|quit|sell)\b/gi,
    (_, deed) => ({ stop: 'have stopped', sell: 'have sold' })[deed!] ?? 'have given up',
  ],
  // "Aoife, Sean and myself are living": whoever else, the one who speaks is among them.
  [
    /^((?:(?:so|well|and|but),? )?(?:(?:since|from|in|on|for) [^,]{2,25}?,? )?)(?:(?:[A-Z][a-z]+|(?:my|our|the) [a-z]+)(?:, | and )){1,4}(?:myself|me) (?=(?:are|have|live|moved|were|got|share|rent|own)\b)/i,
    '$1we ',
  ],
  // "A thing of the past."
  [
    /^([A-Z][\w -]{2,25}?) (?:is|are) (?:a thing of the past|history|over and done with)(?: for me)?(?=[,.!]|$)/,
    (_, thing) => `I have given up ${thing!.charAt(0).toLowerCase()}${thing!.slice(1)}`,
  ],
  [/\bhad to (?:give up|pack in)\b/gi, 'gave up'],
  [/\bhad to be (?=\w+(?:ed|en|t)\b|put\b)/gi, 'was '],
  [
    new RegExp(`\\bhad to (${Object.keys(FORCED).join('|')})\\b`, 'gi'),
    (_, deed) => FORCED[deed!.toLowerCase()]!,
  ],
  [
    /\b(?:the|my) (?:doctor|surgeon|specialist|consultant|dentist|GP)s? (?:has |have )?(?:put|started) me on\b/gi,
    'I am on',
  ],
  [/\b(?:so |and )?no more (\w+ing|\w+) for (?:me|us)\b/gi, 'I have given up $1'],
  // "I'd take the train over a plane any day."
  [
    /\b(?:would|will) (?:always |rather |sooner )?(?:take|choose|have|pick) (.+?) (?:over|than) (.+?)(?: any (?:day|time)| every time)?(?=[,.!]|$)/gi,
    'prefer $1 to $2',
  ],
  // "It is not the fourteenth, it's the fifteenth."
  [/^(.{3,40}?) (is|are) not (.{2,40}?),? (?:but|it is|they are|that is) (.+?)[.!]*$/i, '$1 $2 $4, not $3'],
  // "The first novel I ever translated came out."
  [
    /^(?:it is |it was |that was )?the first ([a-z][\w -]{2,30}?) (?:that )?I (?:have )?ever (\w+(?:ed|t|e|ne|wn|ld)|ran|won|swam|sang)\b/i,
    'I $2 my first $1 and it',
  ],
  // "…, the furthest I've ever gone."
  [
    /, (?:it is |it was )?(?:the|my) (\w+est|first|best|most \w+)(?: \w+)? (?:that )?(?:I|we) (?:have )?ever \w+(?: \w+)?(?=[,.!]|$)/gi,
    ', the $1 ever',
  ],
  [/\b(liv(?:e|es|ing)) here with\b/gi, '$1 with'],
  // "That flat in Swindon" is told apart by where it is.
  [/\bthat ((?:\w+ )?\w+ (?:in|on|at|by|near|above) (?:the )?[A-Z])/g, 'a $1'],
  // "From now on I will only drink tea" tells of a habit, not of a plan.
  [/\b(from now on,? (?:I|we) )(?:will|am going to|are going to) ((?:only|never|always|not)\b)/gi, '$1$2'],
  // "We went and sold it."
  [/\bwent (?:and|ahead and) (?=\w+(?:ed|ld|ght|t)\b)/gi, ''],
];

const ALL: readonly Rewrite[] = [...REWRITES, ...CHANGE_IDIOMS, ...IDIOMS];

/** A sentence with contractions written out and said in plain words, so that one pattern fits many ways of saying a thing. */
export function inPlainWords(sentence: string): string {
  let plain = expandContractions(sentence.replace(/\s+/g, ' '));
  for (const [pattern, replacement] of ALL)
    plain =
      typeof replacement === 'string'
        ? plain.replace(pattern, replacement)
        : plain.replace(pattern, replacement);
  return plain;
}
