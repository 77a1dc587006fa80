import type { MemoryTopic } from '#libs/contracts';
import {
  ACHIEVEMENT, ACTIVITY, BELONGING, CONDITION, EATER, HABITATION, INSTRUMENT, JOB, LANGUAGE, MEDICINE, ORIGIN, PRACTICE, SPORT, VEHICLE,
} from './lexicon.js'; // prettier-ignore
import { NUMBER, PET, WEEKDAY, anyOf } from './words.js';

/** One way of stating a lasting fact. */
export interface FactKind {
  /** What the fact fixes; see `Memory.predicate`. */
  readonly predicate: string;
  readonly topic: MemoryTopic;
  /** Over the predicate in plain form: lower case, adverbs gone, "am/is/are" as `be`, "do not" as `not`. */
  readonly pattern: RegExp;
  /** Order in which facts are kept when there are many. */
  readonly weight: 1 | 2 | 3;
  /** Also when it is dated or bound to "today": what happened once and changes things for good. */
  readonly happened?: boolean;
}

const AMOUNT = `(?:about |around |at least |up to |almost |more than |over |roughly )*(?:${NUMBER}|a lot of|lots of|too much|too many|a lot|tons of|gallons of|a cup of|a glass of|a bottle of|plenty of|less|more)`;
const EVERY = `(?:every (?:single |other |second )?(?:day|morning|evening|night|week|weekend|month|year|summer|winter|spring|autumn|fall|${WEEKDAY})|on (?:${WEEKDAY})s|on weekends|on weekdays|each (?:day|morning|week|year|${WEEKDAY})|(?:once|twice|${NUMBER}) (?:times? )?(?:a|per|each) (?:day|week|month|year)|(?:${NUMBER}) (?:days|nights|mornings|evenings|hours|afternoons|kilometers|miles) (?:a|per|each) (?:day|week|month)|daily|in the (?:morning|evening)s|at weekends|after (?:work|school|dinner|lunch|breakfast)|before (?:work|breakfast|school|bed)|all year round)`;
/** A place or a kind of home, not "the conference room". */
const PLACE = `(?:[\\w' ]{0,30}(?:${HABITATION}|country|city|village|town|coast|suburbs|suburb|downtown|mountains|lake|sea|river|beach|island|street|avenue|road|lane|parents|grandparents|alone|together|abroad|center|centre|neighborhood|neighbourhood|floor|outskirts|north|south|east|west)|.{0,30}\\^)`;

const kinds: FactKind[] = [];
const kind = (
  predicate: string,
  topic: MemoryTopic,
  weight: 1 | 2 | 3,
  pattern: string,
  happened = false,
): void => {
  kinds.push({
    predicate,
    topic,
    weight,
    pattern: new RegExp(`^(?:${pattern})`),
    ...(happened && { happened }),
  });
};

// Health.
kind(
  'allergy',
  'health',
  3,
  `be (?:\\w+ ){0,2}(?:allergic|intolerant|sensitive|hypersensitive) to|have been (?:\\w+ )?allergic to|have (?:an? )?(?:\\w+ ){0,3}(?:allergy|allergies|intolerance)|be (?:lactose|gluten)[ -]intolerant|cannot (?:eat|have|drink|tolerate|digest|take) (?!(?:it|this|that|them|any more|anymore|anything|another|much|more|out|at|in|with|part|care)\\b)|react (?:badly|allergically) to`,
);
kind(
  'condition',
  'health',
  3,
  `(?:have|have had|have got|suffer from|live with|be living with|struggle with|be being treated for|got|developed|have been having|get|have always had) (?:an? |the |my |their |some |terrible |bad |severe |mild |chronic |type \\w+ |frequent |regular |really |very |\\w+ ){0,3}(?:${CONDITION})\\b|(?:be|was|have been|were|got) (?:\\w+ )?diagnosed with|be (?:\\w+ )?(?:diabetic|asthmatic|anemic|anaemic|colou?r[- ]?blind|short-?sighted|near-?sighted|far-?sighted|epileptic|dyslexic|pregnant|expecting (?:a|twins|triplets|our|their|her)|deaf|blind|hard of hearing|coeliac|celiac|autistic|hypertensive|insomniac)|have (?:\\w+ )?trouble (?:sleeping|hearing|with)`,
  true,
);
kind(
  'condition',
  'health',
  2,
  `sleep (?:only |about |around |maybe |at most )*(?:(?:${NUMBER})\\b|badly|poorly|well|better|worse)|(?:wear|need|have) (?:reading )?(?:glasses|contact lenses|contacts|a hearing aid|hearing aids|braces|a brace|dentures|insoles|a pacemaker)|be (?:left|right)[- ]handed`,
);
kind(
  'medication',
  'health',
  3,
  `(?:be on|take|be taking|have been taking|have been on|started taking|use|be using|need|inject|swallow) (?:[\\w'-]+ ){0,5}?(?:${MEDICINE})\\b`,
);
kind(
  'surgery',
  'health',
  2,
  `(?:had|have had|got|was given|underwent) (?:[\\w'-]+ ){0,5}(?:surgery|operation|transplant|bypass|removed|replaced|replacement)\\b(?! in mind)|(?:broke|tore|fractured|dislocated) (?:my|his|her|their|our|an?|the) (?:\\w+ )?(?:leg|arm|hip|wrist|ankle|knee|shoulder|hand|foot|collarbone|rib|ribs|finger|toe|ligament|back|neck)`,
  true,
);

// Food, drink and taste.
kind(
  'diet',
  'preferences',
  3,
  `(?:be|have been|became|went|turned|have become|have gone|have turned|was raised|be now) (?:not )?(?:an? )?(?:strict |lifelong |mostly )?(?:${EATER})\\b|be on an? (?:[\\w-]+ ){0,2}diet|keep (?:kosher|halal)|eat (?:kosher|halal|vegetarian|vegan)`,
  true,
);
kind(
  'diet',
  'preferences',
  3,
  `(?:have )?(?:quit|gave up|given up|stopped|cut out|gone off|sworn off|swore off|went off) (?:drinking |eating |smoking |using |having |buying )?(?!(?:my|our|his|her|their) |it\\b|that\\b|this\\b|work\\b|my job|the job|here|there|them|working|talking|for\\b|at\\b|by\\b|in\\b|on\\b|to\\b|early\\b|late\\b|after\\b|before\\b|because\\b|(?:${NUMBER})\\b|again\\b|when\\b|while\\b|there\\b|the (?:meeting|car|machine|engine|call|recording|project)|asking|coming|being|talking|saying|doing|trying|going)[a-z]`,
  true,
);
kind(
  'diet',
  'preferences',
  3,
  `(?:not|never|only|not ever|not even|no longer) (?:eat|eating|drink|touch|smoke|have|cook with|consume) (?!(?:it|that|this|them|any|much|one|to|time|the|a|an|my|your|anything|enough|one|many|been|had|got)\\b)[a-z]|smoke\\b`,
);
kind(
  'diet',
  'preferences',
  3,
  `(?:eat|drink|smoke) (?:${AMOUNT}) (?!of it|of them|people|time|work|to do|meetings|children|kids|brothers|sisters|days|hours|minutes|questions|ideas|options|things|problems|weeks|years|calls|fun|luck|money|sons|daughters|siblings|dogs|cats|friends)\\w|switched (?:over )?(?:from .{2,30} )?to (?!the other|another|a different)(?:\\w+ )?(?:tea|coffee|decaf|water|milk|oat|soy|almond|wine|beer|juice|vegetarian|vegan|herbal|green|black)|(?:drink|take) (?:my |her |his |their )?(?:coffee|tea) (?:black|without|with|strong)`,
);
kind(
  'taste',
  'preferences',
  2,
  `(?:(?:love|like|enjoy|adore|prefer|be (?:(?:very|so|more|all|mostly|quite|big|super|pretty|big) )?(?:crazy about|fond of|into|obsessed with|addicted to|passionate about|keen on)|be an? (?:\\w+ )?(?:fan of|lover of)|have a (?:sweet tooth|soft spot for|weakness for)|be a sucker for)(?= |$))`,
);
kind(
  'distaste',
  'preferences',
  2,
  `(?:hate|dislike|detest|loathe|despise|cannot stand|cannot bear|not like|not enjoy|never liked|have never liked|not care for|be not (?:\\w+ )?(?:a fan of|into|fond of|keen on)|be not an? (?:\\w+ )?fan of)(?= )`,
);
kind(
  'best_time',
  'preferences',
  3,
  `(?:think|work|focus|concentrate|sleep|write|learn|study|read|be|feel|function) (?:much |a lot |way |most |far )?(?:best|better|worst|worse|productive|creative|sharper|clearer) (?:.* )?(?:in|at|early|late|when|before|after|alone|with|without|on|first)\\b`,
);
kind(
  'best_time',
  'preferences',
  2,
  `be (?:not )?(?:really )?(?:an? )?(?:morning|evening|night|early|cat|dog|people|tea|coffee|city|country|mountain|beach|summer|winter|indoor|outdoor|book) (?:person|owl|bird|riser|people)\\b|be an early riser`,
);
kind(
  'taste',
  'preferences',
  2,
  `(?:take|drink|have|order|choose|pick|book|sit in|want|like) (?:my |the |a |an )?(?:coffee black|tea with|window seat|aisle seat)`,
);

kind(
  'habit',
  'preferences',
  2,
  `(?:not|never|cannot|never learned (?:how )?to) (?:drive|fly|swim|dance|cook|bake|watch|shop|travel|wear|gamble|ride|whistle)\\b(?! (?:it|that|this|them|you|him|her|there|here|anything)\\b)`,
);

// Work.
kind(
  'role',
  'work',
  3,
  `(?:have been |be )?(?:run|running|manage|managing|lead|leading|head|heading|supervise|supervising|oversee|overseeing|coordinate|coordinating|direct|directing) (?:up )?(?:the|a|an|our|my|his|her|their|all|${NUMBER}|[\\w]+'s) (?!(?:\\w+ )?(?:errands|errand|bath|risk|race|marathon|mile|miles|life|quiet|late|time|way|show|kilometers|half|times|temperature|fever|test))\\w+|(?:be|have been|was put|am now|be now) (?:\\w+ )?(?:in charge of|responsible for|the head of|head of)|look after (?:the|a|our) (?:\\w+ )?(?:team|department|accounts|warehouse|shop|office|customers|clients)`,
);
kind(
  'role',
  'work',
  3,
  `(?:be|became|have been|have become|was made|got made|used to work as|work as|have worked as|be working as|have been working as|train as|be training as|be training to be|be training to become|trained as) ${JOB}\\b`,
);
kind(
  'role',
  'work',
  3,
  `(?:got|was|have been|were|was just) (?:\\w+ )?promoted|retired\\b|be (?:now )?(?:retired|self-employed|unemployed|out of work|a stay-at-home)|have (?:just )?retired|started (?:my|our|his|her|their) own (?:\\w+ )?(?:business|company|shop|firm|practice)|(?:own|opened|run) an? (?:\\w+ ){0,2}(?:business|company|shop|restaurant|bakery|cafe|store|firm|garage|farm)`,
  true,
);
kind(
  'employer',
  'work',
  3,
  `(?:work|be working|have worked|have been working|be employed|have been employed) (?:full[- ]time |part[- ]time |nights |mostly |directly )?(?:at|for|in (?!the (?:morning|evening|afternoon|kitchen|living|garden|dark)|a (?:team|group|hurry)|meetings)) ?(?!home\\b|it\\b|this\\b|that\\b|you\\b|them\\b|me\\b|${NUMBER}|a\\b(?= ?$)|a while|a long|ages|hours|free|the moment|night|the weekend)[\\w]|(?:got|have got|found|started|took|landed|have started|begin|start|started at|have accepted|accepted|changed|switched|quit|left|lost) (?:an? |the |my |his |her |their )?(?:new |part-time |full-time |old |last |better )?(?:job|jobs|position|apprenticeship|internship|company|companies)\\b(?! interview)`,
  true,
);
kind(
  'work_arrangement',
  'work',
  3,
  `(?:be working|work|have worked|have been working) (?:(?:mostly |mainly )?from home|remotely|part[- ]time|full[- ]time|nights|freelance|shifts|(?:the )?(?:early|late|night|day|morning)s? shifts?|(?:${NUMBER}) (?:days|hours|shifts) (?:a|per|each) (?:week|day)|(?:on )?weekends|on (?:${WEEKDAY})s)`,
);
kind(
  'shift',
  'work',
  3,
  `(?:take|work|do|have|be on|cover|prefer|be working|get|(?:have )?(?:switched|moved|changed) to) (?:the )?(?:early|late|night|day|morning|evening|afternoon) shifts?\\b`,
);
kind(
  'commute',
  'work',
  2,
  `(?:take|ride|catch|cycle|bike|walk|drive|commute|go)\\b.{0,30}(?:to work|to the office|to the warehouse|to the station)\\b|commute\\b`,
);
kind(
  'school',
  'personal',
  2,
  `(?:study|be studying|have been studying) (?!hard\\b|for\\b|a lot|together|the (?:menu|map|plan|list|numbers))\\w+|(?:went to|go to|attend|attended|be in (?:the )?(?=\\w+ grade|college)|started|start|be starting|changed|switched|finished|graduated from|be finishing|have started) (?:the |an? |my |his |her |their )?(?:\\w+ ){0,3}(?:school|college|university|kindergarten|preschool|grade)\\b|graduated|have an? (?:\\w+ )?degree|majored in|dropped out`,
);

// Home and person.
kind(
  'residence',
  'personal',
  3,
  `(?:not |no longer |never )?(?:live|be living|have lived|have been living|reside|be based|have settled|settled|moved|have moved|relocated|have relocated|moved house)\\b (?:from [\\w^ ]{2,25}? (?=to ))?(?:back )?(?:(?:just |right |out |over |up |down |all |closer |close )?(?:in|to|on|at|near|with|by|across|above|outside|around|next to|into|off|between|behind|together|alone|abroad|downtown|here|there)\\b ?)${PLACE}`,
  true,
);
kind(
  'residence',
  'personal',
  3,
  `(?:rent|own|bought|have bought|built|have built|inherited|be renting|sold|have sold|have rented) (?:an? |our |my |their |his |her |the )?(?:[\\w-]+ ){0,4}(?:${HABITATION})\\b`,
  true,
);
kind(
  'origin',
  'personal',
  3,
  `(?:be|come|came) (?:originally |actually )?from (?!home|work|here|there|the|a|my|our|now|this)[\\w ]{0,20}\\^|(?:was|be) born (?:and raised )?(?:in|on|at)|grew up (?:in|on|near|with|as|by)|was raised`,
  true,
);
kind(
  'age',
  'personal',
  2,
  `be (?:already |almost )?(?:${NUMBER})(?:-\\w+)? years old|(?:turned|turn|be turning|just turned) (?:${NUMBER})\\b|be (?:${NUMBER})$`,
  true,
);
kind(
  'vehicle',
  'personal',
  3,
  `(?:drive|own|lease|be driving|ride|have driven) (?:an? |my |the |an old |our )(?!(?:kids|children|friends|people|hard|bargain|point|wife|husband|daughter|son|train|bus|subway|metro|others))(?:[\\w-]+ ?){1,5}|(?:bought|have bought|got|have|have got|own|be driving|leased) (?:an? |my |our |their )(?:[\\w-]+ ){0,4}(?:${VEHICLE})\\b(?! (?:accident|problem|crash|key|ride))`,
  true,
);
kind(
  'vehicle',
  'personal',
  3,
  `(?:not|no longer) (?:own|have|need|drive|use) (?:an? |the |our |my )?(?:[\\w-]+ ){0,3}(?:${VEHICLE})\\b|(?:sold|have sold|got rid of|gave away|traded in|scrapped|gave up|crashed|wrecked) (?:the|my|our|his|her|their) (?:[\\w-]+ ){0,4}(?:${VEHICLE})\\b`,
  true,
);
kind(
  'ownership',
  'personal',
  3,
  `(?:sold|have sold|got rid of|gave away|traded in|have given away|closed|lost) (?:the|my|our|his|her|their) (?:[\\w-]+ ){0,3}(?:${BELONGING}|${PET})\\b|(?:bought|have bought|inherited) (?:an? |the )(?:[\\w-]+ ){0,3}(?:${BELONGING})\\b`,
  true,
);
kind(
  'fear',
  'personal',
  3,
  `(?:be|have been|have always been|got) (?:\\w+ ){0,2}(?:afraid|scared|terrified|frightened|petrified) of (?!you|that|it|this|him|her|them|what|losing you)|have (?:an? )?(?:\\w+ ){0,2}(?:fear of|phobia)|fear (?:heights|flying|spiders|dogs|water)|get (?:seasick|carsick|motion sick)`,
);
kind(
  'pet',
  'personal',
  3,
  `(?:keep|raise|breed) (?:${PET})\\b|(?:have|have got|got|adopted|have adopted|own|bought|keep|rescued|have rescued|be raising|raise) (?:an? |two |three |four |five |six |another |our |my |some |${NUMBER} )(?:[\\w-]+ ){0,3}(?:${PET})\\b`,
  true,
);
kind(
  'identity',
  'personal',
  2,
  `be (?:an? )?(?:half |originally )?(?:${ORIGIN})\\b(?! (?:fan|food|teacher))`,
);
kind('name', 'personal', 1, `name be \\^|be called \\^`);

// Family.
kind(
  'family',
  'relationships',
  3,
  `(?:be|have been) (?:\\w+ )?(?:married|divorced|engaged|widowed|separated)\\b|got (?:married|engaged|divorced|separated)|(?:be|have been) (?:dating|seeing|with) \\^|be (?:an only child|single|a widower?|a single (?:mother|father|parent|mom|dad)|the (?:oldest|eldest|youngest|middle)|twins)|became an? (?:\\w+ )?(?:father|mother|grandfather|grandmother|uncle|aunt|dad|grandma|grandpa)|(?:be|are) (?:expecting|having) (?:an? |our |their )?(?:\\w+ )?(?:baby|child|twins|boy|girl)|broke up with`,
  true,
);
kind(
  'family',
  'relationships',
  2,
  `have (?:${NUMBER}|an?|no) (?:\\w+ ){0,2}(?:kids?|children|sons?|daughters?|brothers?|sisters?|siblings|grandchildren|grandkids|grandson|granddaughter|stepchildren|stepson|nephews?|nieces?)\\b|(?:passed away|died)\\b`,
  true,
);

// What people do for its own sake.
kind(
  'learning',
  'personal',
  3,
  `(?:have been |be |started |have started )(?:learning|practicing|practising|teaching myself|taking (?:\\w+ )?(?:lessons|classes))\\b(?! (?:a lot|a ton|tons|lots|so much|much|more|that|how much|about|with|from|as|the hard|things|new things|every|all|some|is|to (?:accept|love|let|trust|live|be|deal|cope))\\b)|learn (?:${LANGUAGE}|${INSTRUMENT}|to )|take (?:\\w+ ){1,2}(?:lessons|classes)\\b|took up|have taken up|picked up (?:${LANGUAGE}|${INSTRUMENT}|${SPORT}|the )|be training for|have been training for|started (?:${anyOf('running swimming climbing knitting painting cycling yoga piano guitar chess boxing gardening baking pottery singing dancing')})`,
);
kind('language', 'personal', 3, `speak (?:\\w+ ){0,3}(?:${LANGUAGE})\\b|be fluent in|grew up speaking`);
kind(
  'hobby',
  'personal',
  3,
  `(?:play|be playing|have played|have been playing|played) (?:the |first |lead )?(?:${INSTRUMENT}|${SPORT})\\b|(?:play|sing|perform|be|act|dance|have been|have sung|have played) (?:\\w+ )?(?:in|with) (?:an? |the |our |my )(?:[\\w-]+ ){0,3}(?:band|orchestra|choir|team|league|quartet|theater group|theatre group|drama club|chorus|club)\\b|collect (?!(?:my|the|your|him|her|them|it|you|a|an)\\b)\\w+|(?:volunteer|have volunteered|be volunteering|coach|be coaching|have been coaching)\\b|be (?:an? |the )?(?:\\w+ )?member of|belong to an?|(?:joined|have joined|be in) (?:an?|the|our) (?:[\\w-]+ ){0,3}(?:club|choir|gym|band|class|orchestra|league|church|team|group|band|course)\\b|be an? (?:\\w+ )?(?:runner|swimmer|hiker|cyclist|climber|beekeeper|gamer|reader|birdwatcher|gardener|knitter|chess player|collector|stamp collector)\\b|have been (?:\\w+ )?(?:running|swimming|painting|climbing|cycling|singing|dancing|knitting|gardening|restoring|brewing|collecting) `,
);
kind(
  'hobby',
  'personal',
  3,
  `(?:go|have gone|be going) (?:${ACTIVITY}).* ?${EVERY}|(?:do|practice|practise|have been doing|teach) (?:\\w+ )?(?:${PRACTICE})\\b|(?:have|attend|go to|teach) (?:my |an? |the )?(?:[\\w-]+ ){0,2}(?:class|lesson|lessons|practice|rehearsal|training|choir|club|group|therapy|yoga)\\b.* ?${EVERY}|(?:swim|run|cycle|jog|climb|hike|dance|row|paint|bake|knit|sing|ski|surf|sail|fish|meditate|exercise|work out|train|volunteer|meditate|walk|ride)\\b.* ?${EVERY}`,
);
kind(
  'achievement',
  'personal',
  2,
  `(?:ran|finished|completed|won|climbed|published|wrote|earned|passed|got|did|have finished|have completed|have won|have run|have published|have passed|received) (?:my|our|the|an?|his|her|their) (?:[\\w-]+ ){0,3}(?:${ACHIEVEMENT})\\b|(?:ran|finished|climbed|wrote|won|published|completed|built) (?:my|his|her|their|our) (?:very )?first\\b`,
  true,
);

/** Facts in the order in which they are tried: the first that fits is what the clause says. */
export const FACT_KINDS: readonly FactKind[] = kinds;

/** A habit of any kind, told by its frequency. Tried last. */
export const HABIT: FactKind = {
  predicate: 'habit',
  topic: 'preferences',
  weight: 1,
  pattern: new RegExp(
    `^(?!be |was |were |have |had |not |know|think|say|said|see|mean|need|want|get |got |feel|hear|told|tell|meet|met|did|made|call|ask|forget|remember|wonder|hope|send|expect|complain|talk|tried|saw)(?!\\w+ed\\b)(?!(?:go|do|come|do it) (?:${EVERY}))[a-z]+ .*\\b${EVERY}`,
  ),
};
