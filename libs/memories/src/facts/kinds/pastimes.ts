import { ACHIEVEMENT, ACTIVITY, INSTRUMENT, LANGUAGE, PRACTICE, SPORT } from '../lexicon.js';
import { anyOf, WEEKDAY } from '../words.js';
import { EVERY, says, type FactKind } from './fact-kind.js';

/** Past forms of deeds that one may be proud of. */
const PAST = anyOf(
  'gave ran won sold wrote swam drew built made got flew sang held caught grew taught rode drove spoke led knitted',
);

/** What is won. */
const HONOUR = anyOf('title trophy contest ribbon scholarship bursary gold silver bronze league election');

/** What people do for its own sake. */
export const PASTIMES: readonly FactKind[] = [
  says(
    { predicate: 'learning', topic: 'personal', weight: 3 },
    '(?:have been |be |started |have started )(?:learning|practicing|practising|teaching myself|taking (?:\\w+ )?(?:lessons|classes))\\b(?! (?:a lot|a ton|tons|lots|so much|much|more|that|how much|about|with|from|as|the hard|things|new things|every|all|some|is|to (?:accept|love|let|trust|live|be|deal|cope))\\b)',
    '(?:learned|learnt) (?:how )?to (?:swim|ride|drive|dance|ski|sail|read|knit|play|cook|weld|sew|fly)',
    'listen to (?:audiobooks|podcasts|opera|jazz|classical|the radio)',
    `learn (?:${LANGUAGE}|${INSTRUMENT}|to )`,
    '(?:take|have been taking|be taking|have been having|be having) (?:\\w+ ){1,2}(?:lessons|classes)\\b',
    '(?:started|have started|take|be taking|signed up for) (?:an? |my )?(?:[\\w-]+ ){1,3}(?:course|class|classes|lessons)\\b',
    'be getting the hang of (?!it|this|that)',
    'be on (?:week|lesson|chapter|level|part) [\\w^ -]+ of (?:an?|the|my) ',
    '(?:have been|be) going to (?:an? |the |my )?(?:[\\w-]+ ){0,3}(?:class|classes|course|group|lessons|club|choir|workshop|evening school)\\b',
    `(?:have )?(?:signed up|enrolled|registered) (?:for|in|on) (?:an? |the )?(?:[\\w^-]+ ){0,3}(?:class|classes|course|lessons|${PRACTICE}|${INSTRUMENT}|${LANGUAGE})\\b`,
    'took up',
    '(?:be|have been) saving (?:up )?(?:for|to)\\b',
    'have taken up',
    `picked up (?:${LANGUAGE}|${INSTRUMENT}|${SPORT}|the )`,
    'be training for',
    'have been training for',
    `started (?:${anyOf('running swimming climbing knitting painting cycling yoga piano guitar chess boxing gardening baking pottery singing dancing')})`,
  ),
  says(
    { predicate: 'language', topic: 'personal', weight: 3 },
    `speak .{0,25}\\bin (?:${LANGUAGE})\\b`,
    `speak (?:\\w+ ){0,3}(?:${LANGUAGE})\\b`,
    'be fluent in',
    'grew up speaking',
  ),
  says(
    { predicate: 'hobby', topic: 'personal', weight: 3 },
    `(?:play|be playing|have played|have been playing|played) (?:the |first |lead )?(?:${INSTRUMENT}|${SPORT})\\b`,
    '(?:play|be playing|have played|have been playing) the (?!(?:part|role|game|lottery|fool|field|same|song|video|music|long|hand|card)\\b)\\w+',
    '(?:play|sing|perform|be|act|dance|have been|have sung|have played) (?:\\w+ )?(?:in|with) (?:an? |the |our |my )(?:[\\w-]+ ){0,3}(?:band|orchestra|choir|team|league|quartet|theater group|theatre group|drama club|chorus|club)\\b',
    'collect (?!(?:my|the|your|him|her|them|it|you|a|an)\\b)\\w+',
    '(?:volunteer|have volunteered|be volunteering|coach|be coaching|have been coaching)\\b',
    'be (?:an? |the )?(?:\\w+ )?member of',
    'be in (?:an?|the) (?:[\\w-]+ ){0,2}(?:club|choir|band|team|orchestra|league|quartet|chorus|troupe)\\b',
    '(?:sing|have sung|be singing) (?:the )?(?:soprano|alto|tenor|bass|baritone)\\b',
    '(?:be an?|be the) (?:soprano|alto|tenor|baritone|drummer|cellist|pianist|violinist|goalkeeper)\\b',
    'belong to an?',
    '(?:joined|have joined|be in) (?:an?|the|our) (?:[\\w-]+ ){0,3}(?:club|choir|gym|band|class|orchestra|league|church|team|group|band|course)\\b',
    'be an? (?:\\w+ )?(?:runner|swimmer|hiker|cyclist|climber|beekeeper|gamer|reader|birdwatcher|gardener|knitter|chess player|collector|stamp collector)\\b',
    'have been (?:\\w+ )?(?:running|swimming|painting|climbing|cycling|singing|dancing|knitting|gardening|restoring|brewing|collecting) ',
  ),
  says(
    { predicate: 'hobby', topic: 'personal', weight: 3 },
    `(?:go|have gone|be going) (?:${ACTIVITY}).* ?${EVERY}`,
    `(?:do|practice|practise|have been doing|teach) (?:\\w+ )?(?:${PRACTICE})\\b`,
    `(?:have|attend|go to|teach) (?:my |an? |the )?(?:[\\w-]+ ){0,2}(?:class|lesson|lessons|practice|rehearsal|training|choir|club|group|therapy|yoga)\\b.* ?${EVERY}`,
    `be [a-z]+ing (?:away )?(?:at|on|with|in|for) .*${EVERY}`,
    `be (?:at|on) the (?:${INSTRUMENT})\\b`,
    `have (?!(?:[\\w-]+ )*(?:meetings?|calls?|appointments?|deadlines?|reviews?|visitors?|guests?|exams?|work)\\b|to\\b|been\\b|not\\b)(?:my |an? |the )?(?:[\\w^-]+ ){1,3}(?:${EVERY})(?: at .+)?$`,
    `be (?:with|at|in) .*(?:every other|every second) (?:week|weekend|month|day|${WEEKDAY})`,
    '(?:cycle|walk|bike|travel) everywhere',
    '(?:grow|breed|brew|restore|carve|sew|knit|crochet|bind|bottle) (?!up\\b|old\\b|it\\b|that\\b|this\\b|them\\b)(?:my own )?[a-z]+',
    'bake my own',
    'have (?:an? )?(?:season ticket|subscription|membership)\\b',
    '(?:have supported|support|be an? (?:\\w+ )?(?:supporter|season ticket holder)(?: of)?) \\^',
    `(?:play|teach|run|train|coach|help) (?:[\\w^' -]+ )(?:${EVERY})`,
    `(?:swim|run|cycle|jog|climb|hike|dance|row|paint|bake|knit|sing|ski|surf|sail|fish|meditate|exercise|work out|train|volunteer|meditate|walk|ride)\\b.* ?${EVERY}`,
  ),
  says(
    { predicate: 'achievement', topic: 'personal', weight: 2, happened: true },
    `(?:have )?won (?!(?:it|that|this|them|nothing)\\b)(?:[\\w^'’-]+ ){0,5}?(?:${ACHIEVEMENT}|${HONOUR})\\b`,
    `(?:ran|finished|completed|won|climbed|published|wrote|earned|passed|got|did|have finished|have completed|have won|have run|have published|have passed|received) (?:my|our|the|an?|his|her|their) (?:[\\w'’-]+ ){0,3}(?:${ACHIEVEMENT})\\b`,
    `(?:have )?(?:\\w+ed|${PAST}) (?:my|his|her|their|our) (?:very )?first (?!thought|appointment|day|meeting|time|coffee|cup|train|choice|call|aid|impression|instinct|mistake|guess|reaction|idea|question)\\w`,
    `(?:have )?(?:\\w+ed|${PAST}) .*\\bfor the (?:very )?first time\\b`,
    `(?:have )?(?:\\w+ed|${PAST}) .{4,60}, (?:the|my) (?:\\w+est|first|best|most \\w+) ever\\b`,
    '(?:passed|have passed|got) (?:my |his |her |their )?grade \\w+\\b',
    '(?:have )?(?:climbed|swam|sailed|cycled|rowed|crossed) (?:up |across |round |the |all of |from )*\\^',
    `(?:have )?(?:\\w+ed|${PAST}) the (?:whole|entire|full) (?:length|way|course|distance|coast) `,
    'came (?:first|second|third|top|joint \\w+) in (?!(?:the|a) (?:queue|line|row|list))',
    '(?:was|be) the (?:very )?first (?:\\w+ )?(?:in|of) (?:my|our|his|her|their) family to ',
    '(?:have )?won (?:the |an? )?(?:first|second|third) (?:prize|place)\\b',
    '(?:was|were|got|have been) (?:made|named|voted|crowned) (?:the )?\\w+ of the (?:year|month|season)\\b',
    `(?:have )?(?:built|restored|renovated|knitted|carved|composed|sculpted) (?:an?|the|my|our) [a-z]`,
    `had (?:my|his|her|their) [\\w -]+ (?:printed|published|accepted|exhibited|broadcast|performed)\\b`,
  ),
];
