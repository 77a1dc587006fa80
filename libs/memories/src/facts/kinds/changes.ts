import { DRUG, HABITATION, INSTITUTION, INSTRUMENT, LANGUAGE, MEDICINE, SPORT, VEHICLE } from '../lexicon.js';
import { MONTH, NUMBER } from '../words.js';
import { says, type FactKind } from './fact-kind.js';

/** What one may stop or take up again, not a moment's doing. */
const DOING =
  '(?!(?:being|coming|going|talking|doing|saying|trying|asking|waiting|looking|laughing|crying|working) (?:there|here|so|it|that|this|now|for|at|on)\\b)(?:to )?';
const NOT_THINGS =
  '(?!(?:it|that|this|them|him|her|me|us|you|one|anything|everything|nothing|here|there)\\b)';

/** That something began anew, took another's place, or is over: told once, it holds from then on. */
export const CHANGES: readonly FactKind[] = [
  says(
    { predicate: 'diet', topic: 'preferences', weight: 3, happened: true },
    `(?:started|have started|began|have gone back to|went back to|be back to|have taken up) ${DOING}(?:eat|drink|smok)\\w* ${NOT_THINGS}[a-z]`,
    '(?:started|have started|began) (?:smoking|drinking) again',
    `(?:started|have started|began) (?:eat|drink|smok)ing .*again`,
    `(?:eat|drink|be eating|be drinking) (?!it\\b|that\\b)[\\w ]{2,25} again\\b`,
    `have not (?:touched|eaten|drunk|had|smoked) (?:an? |any )?${NOT_THINGS}(?!lunch|dinner|breakfast|time|to\\b|my|your|been|a (?:chance|moment|word))[a-z][\\w ]*? (?:since|for|in) (?!today|yesterday|(?:this|the) (?:morning|afternoon)|breakfast|lunch|an hour|hours)`,
    '(?:be|have been|went) (?:off|clean of) (?:the )?(?:coffee|caffeine|sugar|alcohol|drink|booze|cigarettes|meat|dairy|gluten|wheat|carbs|bread|chocolate|salt)\\b',
    `not touch (?:an? |any )?${NOT_THINGS}[a-z]`,
    '(?:not|never|no longer) (?:smoke|drink)(?: at all)?(?: any ?more)?$',
    `(?:quit|have quit|stopped) (?:smoking|drinking)?(?:in \\w+ ?\\d*)?$`,
  ),
  says(
    { predicate: 'vehicle', topic: 'personal', weight: 3, happened: true },
    `(?:have )?(?:swapped|traded|switched|exchanged|changed|sold) .{0,40}\\b(?:${VEHICLE})\\b`,
    `(?:be|get around|get about|travel|commute|go everywhere|come) (?:on|by|in) (?:an?|my|our)? ?(?:[\\w-]+ )?(?:${VEHICLE})(?: now| these days)?$`,
  ),
  says(
    { predicate: 'role', topic: 'work', weight: 3, happened: true },
    '(?:moved|have moved|transferred|have transferred|switched|have switched|changed|have changed|be now) (?:over )?(?:to|in|into) (?:the |an? )?(?:[\\w^-]+ ){1,3}(?:department|team|ward|branch|division|unit|section|desk|crew|firm|practice)\\b',
    '(?:gave up|have given up|handed in|have handed in|packed in|have packed in|resigned from|have resigned|turned down|took|have taken|started|have started) (?:the|my|our|his|her|their|a new|an?) (?:[\\w^-]+ ){0,2}(?:job|post|position|notice|shop|practice|business|apprenticeship)\\b',
  ),
  says(
    { predicate: 'residence', topic: 'personal', weight: 3, happened: true },
    'be back(?:$| home\\b| for good| (?:home |living )?(?:in|from|at) (?:\\w+ )?\\^)',
    '(?:came|have come|moved|have moved|went) (?:back )?home (?:for good|to stay|to live|again)',
    'be not in \\^.* any ?more\\b',
    '(?:came|have come|moved|went|have gone) back (?:home )?(?:from|to|in) \\^',
    '(?:got|have got|have|picked up|have picked up|collected|were given|was given) the keys (?:to|for|of) (?:the|our|my|an?) (?:[\\w-]+ ){0,2}(?:' +
      `${HABITATION}|place|home)\\b`,
    '(?:moved|have moved) (?:out|in|back|away|downstairs|house)\\b(?! (?:the|a|my|of the way))',
  ),
  says(
    { predicate: 'household', topic: 'relationships', weight: 3, happened: true },
    '(?:not |no longer )?(?:live|lived|be living|have lived|share|be sharing|have shared|have been living) (?:(?:the|an?|our|my) (?:house|flat|apartment|place|home|room) )?(?:together )?with (?:my |our |me\\b|us\\b|\\^)',
    '(?:be )?no longer sharing ',
  ),
  says(
    { predicate: 'hobby', topic: 'personal', weight: 3, happened: true },
    `(?:have )?(?:swapped|traded|switched|exchanged|changed) .{0,30}\\b(?:for|to) (?:the )?(?:${INSTRUMENT}|${SPORT}|${LANGUAGE})\\b`,
  ),
  says(
    { predicate: 'medication', topic: 'health', weight: 3, happened: true },
    `(?:be|have been|came|have come) off (?:of )?(?:the |my |his |her |their )?(?:[\\w-]+ ){0,2}?(?:${DRUG}|${MEDICINE})\\b`,
  ),
  says(
    { predicate: 'ended', topic: 'personal', weight: 3, happened: true },
    `(?:be |have |cannot )?no longer (?!(?:be )?(?:waiting|looking|talking|joking|asking|sure|here|there|in a hurry|necessary|needed|possible|know|care|remember|understand|see|worried|angry|hungry|tired|waiting)\\b)${NOT_THINGS}\\w+(?! (?:it|that|this|them|him|her|me|us|you)\\b)`,
    'be not (?!sure|angry|hungry|tired|certain|interested|worried|cold|afraid|a child)(?:[\\w^-]+ ){1,7}any ?more\\b',
    `not (?!know|care|remember|understand|see\\b|want|think|believe|mind|need to|have time|have to|say|feel|hear|get)${NOT_THINGS}\\w+ (?!it\\b|that\\b|this\\b|them\\b|him\\b|her\\b|you\\b).{0,40}\\bany ?more(?:$|,| (?:at|in|since|after|because|on|with|for)\\b)`,
    `(?:gave up|have given up|packed in|have packed in|(?:quit|have quit|stopped|have stopped|dropped|have dropped)(?! (?:the|my|our|his|her|their) (?!(?:[\\w-]+ )?(?:${INSTITUTION}|${INSTRUMENT}|${SPORT})\\b))) (?!(?:${NUMBER}|an?|arguing|explaining|counting|hoping|guessing|worrying|fighting|complaining|searching|looking|hunting|chasing|so|when|before|after|at|by|for|off|in|over|on|to|it|that|this|them|work|early|here|there|asking|waiting|talking|raining|working|coming|trying|doing)(?! to (?:church|mosque|temple|school|the gym))\\b)(?:my |our |his |her |the |their )?[a-z]`,
  ),
  says(
    { predicate: 'history', topic: 'personal', weight: 2, happened: true },
    'used to (?!(?:say|think|call|come|go there|know|tell|like|love|hate|see|laugh)\\b|(?:be|do|have) (?:so|like|that|it|this|the)\\b)[a-z]+ \\w+',
  ),
  says(
    { predicate: 'state', topic: 'personal', weight: 2 },
    `have (?!had (?:my|our|the|his|her|their) (?:\\w+ )?(?:tickets?|seats?|keys?|forms?|invitations?)\\b|been (?:running (?:around|about|late)|waiting|looking|trying|thinking|meaning|wondering|here|there|up|on hold|sick|ill|busy|dying|telling|saying|asking)\\b|seen|heard|waited|looked|told|said|thought|wanted|known (?:that|it|about))[a-z]+ (?!it\\b|that\\b|this\\b|them\\b|you\\b|him\\b|her\\b)[\\w' -]*(?:since (?:\\d{4}|(?:nineteen|twenty|two thousand)\\b|(?:the|my|our) (?!morning|weekend|meeting|last|start|call|lunch|breakfast)[a-z]+|(?:${MONTH})|spring|summer|autumn|winter|childhood|the age of|(?:\\w+ )?(?:university|college|school)|birth|easter|christmas|last (?:year|spring|summer|autumn|fall|winter))|for (?:many |about |over |almost |nearly )*(?:(?:${NUMBER})(?:-\\w+)? )?(?:years|decades))\\b`,
  ),
  says(
    { predicate: 'experience', topic: 'personal', weight: 2 },
    'have never (?:been (?:to|on|in|abroad)|learned|learnt|driven|flown|eaten|tasted|owned|ridden|lived|married|smoked|had (?:children|kids|a pet)) ?(?!it\\b|that\\b|this\\b|so\\b|an? (?:position|mood|hurry))',
  ),
];
