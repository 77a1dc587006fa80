import { INSTITUTION, JOB } from '../lexicon.js';
import { MONTH, NUMBER, WEEKDAY } from '../words.js';
import { says, type FactKind } from './fact-kind.js';

/** Work, and how people get to it. */
export const WORK: readonly FactKind[] = [
  says(
    { predicate: 'work_history', topic: 'work', weight: 3, happened: true },
    `(?:worked|used to work) as ${JOB}\\b`,
    `used to be ${JOB}\\b`,
    `was ${JOB} (?:for|until|till|before|back|in) `,
    `(?:worked|used to work) (?:at|for|in|on) (?!it\\b|this\\b|that\\b).{3,40} for (?:about |over |almost )?(?:${NUMBER}) (?:years|summers|winters|seasons|months)\\b`,
  ),
  says(
    { predicate: 'role', topic: 'work', weight: 3 },
    `(?:have been |be )?(?:run|running|manage|managing|lead|leading|head|heading|supervise|supervising|oversee|overseeing|coordinate|coordinating|direct|directing) (?:up )?(?:the|a|an|our|my|his|her|their|all|${NUMBER}|[\\w]+'s) (?!(?:\\w+ )?(?:errands|errand|bath|risk|race|marathon|mile|miles|life|quiet|late|time|way|show|kilometers|half|times|temperature|fever|test))\\w+`,
    '(?:be|have been|was put|am now|be now) (?:\\w+ )?(?:in charge of|responsible for|the head of|head of)',
    'look after (?:the|a|our) (?:\\w+ )?(?:team|department|accounts|warehouse|shop|office|customers|clients)',
  ),
  says(
    { predicate: 'role', topic: 'work', weight: 3 },
    `(?:be|became|have been|have become|was made|got made|work as|have worked as|be working as|have been working as|train as|be training as|be training to be|be training to become|trained as) ${JOB}\\b`,
  ),
  says(
    { predicate: 'role', topic: 'work', weight: 3, happened: true },
    '(?:got|was|have been|were|was just) (?:\\w+ )?promoted',
    'retired\\b',
    '(?:was|have been|got|were) (?:made redundant|laid off|let go|fired|sacked)',
    'be (?:now )?(?:retired|self-employed|unemployed|out of work|a stay-at-home)',
    'have (?:just )?retired',
    'started (?:my|our|his|her|their) own (?:\\w+ )?(?:business|company|shop|firm|practice)',
    '(?:own|opened|run) an? (?:\\w+ ){0,2}(?:business|company|shop|restaurant|bakery|cafe|store|firm|garage|farm)',
  ),
  says(
    { predicate: 'employer', topic: 'work', weight: 3, happened: true },
    `(?:work|be working|have worked|have been working|be employed|have been employed) (?:full[- ]time |part[- ]time |nights |mostly |directly )?(?:at|for|in (?!the (?:morning|evening|afternoon|kitchen|living|garden|dark)|a (?:team|group|hurry)|meetings)) ?(?!home\\b|it\\b|this\\b|that\\b|you\\b|them\\b|me\\b|${NUMBER}|a\\b(?= ?$)|a while|a long|ages|hours|free|the moment|night|the weekend)[\\w]`,
    `be (?:now )?(?:with|at) (?:an? (?![\\w -]*(?:party|class|course|club|church|gym|team)\\b)(?:[\\w-]+ ){0,3}(?:${INSTITUTION}|maker|start-?up|chain|supplier|bakery|hotel|restaurant)|the (?:council|railway|post office|police|navy|army))\\b(?! (?:meeting|gate|desk|counter))`,
    'be in (?:logistics|marketing|sales|finance|insurance|catering|advertising|publishing|banking|retail|construction|real estate|the navy|the army|the civil service)\\b',
    `(?:took|have taken) over (?:the|my|our|his|her|their) (?:[\\w-]+ ){0,2}(?:${INSTITUTION}|shop|bakery|farm|business|restaurant|pub|store|hotel)\\b`,
    `(?:started|have started|be starting|start) (?:working |work |out )?(?:at|with|for) (?:(?:an?|the) (?:[\\w-]+ ){0,2}(?:${INSTITUTION})|\\^)`,
    `(?:left|have left|quit) (?:the|my|our) (?:[\\w-]+ ){0,2}(?:${INSTITUTION})\\b.*(?:ago|last|in (?:${MONTH})|this (?:year|spring|summer|autumn|winter|month)|for good)`,
    '(?:got|have got|found|started|took|landed|have started|begin|start|started at|have accepted|accepted|changed|switched|quit|left|lost) (?:an? |the |my |his |her |their )?(?:new |part-time |full-time |old |last |better )?(?:job|jobs|position|apprenticeship|internship|company|companies)\\b(?! interview)',
  ),
  says(
    { predicate: 'role', topic: 'work', weight: 3 },
    'be (?:now |a )?(?:freelance|freelancer|self[- ]employed|retired|unemployed|between jobs|on (?:maternity|paternity|parental) leave)\\b',
    'be an? (?!(?:bit|fan|big|member|beginner|lover|winner|loser|believer|sucker|follower|supporter|little|great|good|bad|huge|fast|slow|light|heavy|early|late)\\b)(?:[\\w-]+ ){0,2}?[a-z]{3,}(?:ologist|ician|smith|wright|keeper|worker|engineer|maker|brewer|grapher|therapist|ecologist|ographer|monger)\\b',
    'be (?:the |an? )?(?:chair|chairman|chairwoman|chairperson|president|treasurer|secretary|captain|founder|conductor|patron|trustee) (?:of|at|for) (?:the|our|an?|\\^)',
    '(?:sit|be|serve) on (?:the|our|an?) (?:[\\w^-]+ ){0,2}(?:board|committee|council|jury)$',
    'be (?:now )?an? (?!(?:loser|winner|beginner|lover|believer|sucker|follower|supporter|member|number|monster|sinner|stranger|foreigner|teenager|killer|disaster|bother|bummer|doctor|actor|matter|quarter|computer|letter|paper|wonder|pleasure|factor|error|mirror|prisoner|customer|minor|partner|better|longer|later|other|never)\\b)(?:(?!bit|lot|little|big|great|huge|good|bad|poor|slow|fast|heavy|light|early|late)[\\w-]+ ){0,2}[a-z]{3,}(?:er|or|ist)(?:$| (?:at|for|in|with|by|on|now|these|up|down|too)\\b)',
    'teach (?!(?:myself|him|her|them|you|me|us|it|that|how|the)\\b)(?:[\\w^]+ ){1,3}(?:at|in|to) ',
  ),
  says(
    { predicate: 'work_arrangement', topic: 'work', weight: 3 },
    `(?:be working|work|have worked|have been working) (?:(?:mostly |mainly )?from home|remotely|part[- ]time|full[- ]time|nights|freelance|shifts|(?:the )?(?:early|late|night|day|morning)s? shifts?|(?:${NUMBER}) (?:days|hours|shifts) (?:a|per|each) (?:week|day)|(?:on )?weekends|on (?:${WEEKDAY})s)`,
  ),
  says(
    { predicate: 'days_off', topic: 'work', weight: 3, happened: true },
    `(?:have|have had|get|take|be|keep) (?:always )?(?:on )?(?:${WEEKDAY})s?(?: and (?:${WEEKDAY})s?)? (?:off|free)\\b`,
    `(?:be|have) off (?:work )?(?:every |on )?(?:${WEEKDAY})s?\\b`,
    `(?:not|never|no longer|only) (?:work|be working|work on|be in|have work) (?:on )?(?:${WEEKDAY})s?\\b`,
    `have (?:an? |every )?(?:${WEEKDAY}|${NUMBER} days?)s? off (?:every|a|each) `,
  ),
  says(
    { predicate: 'work_arrangement', topic: 'work', weight: 3 },
    `(?:be|have been) (?:only |just |mostly )?(?:part[- ]time|full[- ]time|on (?:nights|earlies|lates|call|shifts|days|furlough)|working nights|a locum|a temp)\\b`,
    '(?:do|work|be on) (?:the )?(?:earlies|lates|nights|early shift|late shift)$',
    '(?:be|have gone|went) back (?:to|on|at) (?:part|full)[- ]time',
    `(?:work|be working) (?:${NUMBER}) days$`,
    '(?:only )?(?:work|do|teach) (?:only )?(?:mornings|afternoons|evenings|weekends|nights|days)$',
    `have (?:${NUMBER}) jobs\\b`,
    `(?:have )?(?:gone|went|cut|dropped) (?:down|back) to (?:${NUMBER}) (?:days|hours) (?:a|per) (?:week|month)`,
    `(?:do|have|work|teach) (?:about |only )?(?:${NUMBER}) (?:days|hours|nights|shifts) (?:a|per|each) (?:week|month)`,
  ),
  says(
    { predicate: 'shift', topic: 'work', weight: 3 },
    '(?:take|work|do|have|be on|cover|prefer|be working|get|(?:have )?(?:switched|moved|changed) to) (?:the )?(?:early|late|night|day|morning|evening|afternoon) shifts?\\b',
  ),
  says(
    { predicate: 'commute', topic: 'work', weight: 2 },
    '(?:take|ride|catch|cycle|bike|walk|drive|commute|go)\\b.{0,30}(?:to work|to the office|to the warehouse|to the station)\\b',
    'commute\\b',
  ),
  says(
    { predicate: 'school', topic: 'personal', weight: 2 },
    '(?:study|be studying|have been studying) (?!hard\\b|for\\b|a lot|together|the (?:menu|map|plan|list|numbers))\\w+',
    '(?:went to|go to|attend|attended|be in (?:the )?(?=\\w+ grade|college)|started|start|be starting|changed|switched|finished|graduated from|be finishing|have started|moved to|have moved to) (?:the |an? |my |his |her |their )?(?:\\w+ ){0,3}(?:school|college|university|kindergarten|preschool|grade)\\b',
    'graduated',
    'have an? (?:\\w+ )?degree',
    'majored in',
    'dropped out',
  ),
];
