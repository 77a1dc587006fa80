import { infinitiveOf } from '#libs/ai';
import { FACT_KINDS, HABIT } from './fact-kinds.js';
import { HABITATION } from './lexicon.js';
import type { FactKind } from './kinds/fact-kind.js';
import { perfectAsPast } from './past-forms.js';
import type { Predicate } from './statement.js';
import type { Subject } from './subject.js';
import { isPassing, isPlanned } from './utterance-guards.js';
import { NUMBER, PET, WEEKDAY } from './words.js';

/** Things that one likes at the moment, not for life. */
const SITUATIONAL_OBJECT = new RegExp(
  `^(?:(?:it|that|this|them|him|her|me|us|these|those|there|here|one|both|all|everything|nothing|more|another|what|how|when|where|why|who|whatever|seeing|hearing)\\b|(?:${NUMBER}|some|any|most) (?:more|of)\\b|(?:being|doing|getting) (?:told|asked)\\b|having you|talking|being (?:here|with)|to (?:do|come|be|get|book|order|ask|talk|say|know|see|thank|hear|think|add|point|start|help|tell|show|send|offer|invite|admit|call|meet|present|have|make|take|give|bother|interrupt|wait|leave|complain)|that|the (?!(?:sea|ocean|beach|mountains|outdoors|cold|heat|rain|snow|theater|theatre|dark|winter|summer|city|country|countryside|opera|cinema|smell of|taste of|sound of|night shift|early shift|late shift|window seat|aisle seat|piano|guitar)\\b)|his |her |its |their |our |some of|most of|any of|a (?:drink|coffee|cup|break|moment|quick|second|look|few|bit|lot|little|table|room|copy|quote|ticket|good)|${WEEKDAY}\\b(?!s)|very much|so much|a lot|as well|too|already|each other|working with (?:you|him|her|them|[A-Z])|coming|going)(?:$|\\W|(?=\\w))`,
);
const TASTE_VERB =
  /^(?:(?:have )?never )?(?:not |be not |cannot |be )?(?:\w+ ){0,3}?(?:loved?|liked?|enjoy(?:ed)?|adored?|prefer(?:red)?|hated?|dislike|detest|loathe|despise|stand|bear|care for|sucker for|crazy about|fond of|into|obsessed with|addicted to|passionate about|keen on|fan of|lover of)\s*/;
/** Verbs that with "always" or "never" tell a habit. */
const HABITUAL =
  /^(?:never )?(?:take|eat|drink|sleep|wake|get up|go to bed|go|walk|cycle|run|swim|read|cook|bake|have (?:\w+ (?:for|with) (?:breakfast|lunch|dinner|tea)|breakfast|lunch|dinner|tea|coffee)|order|sit|wear|use|buy|carry|travel|drive|ride|listen to|watch|start|park|keep|skip|shower|exercise|train|pay|put|add|shop|play|work|lock|write|nap|fast|spend)\b/;

/** Which lasting fact a predicate states, or null. */
export function classify(subject: Subject, predicate: Predicate): FactKind | null {
  if (subject.kind === 'thing') return classifyThing(subject, predicate);
  if (subject.kind === 'effect') return effectKind(predicate);
  const found = kindOf(subject, predicate);
  if (!found || isDenied(found, predicate)) return null;
  if (isPlanned(predicate.words.join(' '))) return null;
  return isPassing(`${predicate.plain} ${subject.lead.toLowerCase()}`) && !found.happened ? null : found;
}

function kindOf(subject: Subject, predicate: Predicate): FactKind | null {
  if (isPet(subject) && BREED.test(predicate.plain)) return OF_PET;
  return (
    FACT_KINDS.find((kind) => matches(kind, predicate)) ??
    habitOf(predicate) ??
    newHabitOf(subject, predicate)
  );
}

/** "He is a greyhound" says of a dog what a job says of people. */
const BREED =
  /^be (?:half )?an? (?!good|bad|bit|little|lovely|sweet|big|nice|pain|real|great|darling|handful|monster|boy|girl|beast|star|old)[a-z]+/;
const OF_PET: FactKind = { predicate: 'pet', topic: 'personal', weight: 3, pattern: BREED };

function isPet({ label }: Subject): boolean {
  return new RegExp(`'s (?:\\w+ )?(?:${PET})\\b`).test(label);
}

/** What somebody was asked about, and said that it is so: lasting, since it was worth the question. */
export const CONFIRMED: FactKind = { predicate: 'state', topic: 'personal', weight: 1, pattern: /^/ };

function matches(kind: FactKind, { plain, marked }: Predicate): boolean {
  const spellings = [plain, plain.replace(/^only /, ''), marked, perfectAsPast(plain), perfectAsPast(marked)];
  if (!spellings.some((spelling) => spelling !== null && kind.pattern.test(spelling))) return false;
  const isTaste = kind.predicate === 'taste' || kind.predicate === 'distaste';
  return !isTaste || hasLastingObject(plain);
}

function hasLastingObject(plain: string): boolean {
  const object = plain.replace(TASTE_VERB, '');
  return (
    /have an? (?:sweet tooth|soft spot|weakness)|window seat|aisle seat|^prefer (?!it|that|this|him|her|them)\w.* (?:to|over|rather than) (?!be\b|have\b|do\b|get\b|go\b|come\b)/.test(
      plain,
    ) ||
    (object !== '' &&
      object !== plain &&
      !SITUATIONAL_OBJECT.test(object) &&
      !/\b(?:one|here|there)$/.test(object))
  );
}

/** "I am not allergic" states nothing worth keeping; "I am not a fan of" does. */
function isDenied(kind: FactKind, { plain }: Predicate): boolean {
  const isOver = /\bany ?more\b/.test(plain);
  return (
    /^(?:be|have|was|were) (?:not|never)\b/.test(plain) &&
    !['distaste', 'diet', 'best_time', 'experience', 'days_off'].includes(kind.predicate) &&
    !isOver &&
    !/^have not \w+ .*\b(?:since|for|in)\b/.test(plain)
  );
}

function habitOf(predicate: Predicate): FactKind | null {
  if (HABIT.pattern.test(predicate.plain)) return HABIT;
  const often =
    /^(?:always|usually|normally|rarely|mostly)$/.test(predicate.frequency ?? '') ||
    predicate.plain.startsWith('never ');
  return often && HABITUAL.test(predicate.plain) && !/\b(?:it|that|this|them|him|you)\b/.test(predicate.plain)
    ? HABIT
    : null;
}

/** "I translate crime novels now", "I take the bus these days": what has become somebody's way. */
const NEW_WAY = /\b(?:now|these days|nowadays|instead)\b(?=$|[,.])/i;
/** What happens in a moment or in the mind is nobody's way. */
const NO_WAY =
  /^(?:be|have|not|no|never|only|know|think|want|need|feel|see|get|got|say|mean|hear|understand|remember|hope|wonder|guess|suppose|believe|seem|look|sound|come|leave|start|begin|call|ring|ask|send|wait|stop|try|let|tell|find|lose|go|put|open|close|can|cannot|could|would|will|may|must|was|were|had|did)\b/;
const NEW_HABIT: FactKind = { predicate: 'habit', topic: 'personal', weight: 2, pattern: NEW_WAY };

function newHabitOf({ predicate: said }: Subject, { plain }: Predicate): FactKind | null {
  const [verb = '', ...rest] = plain.split(' ');
  const isPresent = rest.length > 0 && !verb.endsWith('ed') && infinitiveOf(verb) === verb;
  return NEW_WAY.test(said) &&
    isPresent &&
    !NO_WAY.test(plain) &&
    !/\b(?:it|that|this|them|you|their|his|her|its)\b/.test(plain)
    ? NEW_HABIT
    : null;
}

const SYMPTOM =
  /\b(?:heart|head|headaches?|migraines?|itch|itchy|sneeze|rash|sick|stomach|swell|cough|dizzy|hives|blisters|skin|asthma|heartburn|nausea|nauseous|wheeze|eyes|throat|cramps|agree|disagrees?|suit|ill|breathless)\b/;

/** What something does to the owner: a matter of health, or of what they like. */
function effectKind({ plain }: Predicate): FactKind {
  return made('effect', SYMPTOM.test(plain) ? 'health' : 'preferences');
}

const BODY =
  /(?:back|knees?|hips?|shoulders?|heart|eyes|eyesight|hearing|hands?|ankles?|wrists?|memory|feet|foot|neck|lungs|balance)$/;
const ATTRIBUTES: readonly (readonly [RegExp, string, FactKind['topic']])[] = [
  [/birthday$/, 'birthday', 'personal'],
  [/blood type$/, 'blood_type', 'health'],
  [/anniversary$/, 'anniversary', 'relationships'],
  [/(?:language|tongue)$/, 'language', 'personal'],
  [/(?:name)$/, 'name', 'personal'],
  [/home ?town$/, 'origin', 'personal'],
  [/address$/, 'residence', 'personal'],
  [/(?:job)$/, 'role', 'work'],
  [/hobby$/, 'hobby', 'personal'],
  [/(?:mind|brain|head|ideas)$/, 'best_time', 'preferences'],
  [/(?:shift|working day)$/, 'shift', 'work'],
  [BODY, 'condition', 'health'],
];

const PLACES: readonly (readonly [RegExp, string, FactKind['topic']])[] = [
  [/^(?:office|studio|workshop|shop|surgery|practice)$/, 'workplace', 'work'],
  [/^(?:house|flat|apartment|place|home)$/, 'residence', 'personal'],
  [/^(?:allotment|school|garage|boat|caravan|cottage|cabin|garden)$/, 'place', 'personal'],
];

/** "My birthday is …", "my favourite soup is …", "my yoga class is on Tuesdays". */
function classifyThing(subject: Subject, predicate: Predicate): FactKind | null {
  const thing = subject.label.replace(/^.*'s /, '');
  if (LOST.test(predicate.plain) && !SMALL_THING.test(thing)) return LOST_THING;
  if (isPlanned(predicate.plain) || isPassing(predicate.plain)) return null;
  const place = PLACES.find(([pattern]) => pattern.test(thing));
  if (place && isPlaced(predicate)) return made(place[1], place[2]);
  return OPINION.test(predicate.plain) ? null : attributeOf(thing, predicate);
}

/** What is said of a thing that fixes nothing about it. */
const OPINION =
  /^be (?:not|so|very|really|too|in|done|over|coming|soon|gone|wrong|hard|great|good|fine|ok)\b/;

function attributeOf(thing: string, { plain }: Predicate): FactKind | null {
  if (/^(?:all-time )?favou?rite /.test(thing)) {
    return made(`favorite_${thing.split(' ').at(-1)!}`, 'preferences');
  }
  const attribute = ATTRIBUTES.find(([pattern]) => pattern.test(thing));
  if (attribute) return made(attribute[1], attribute[2]);
  const regular = new RegExp(`^be (?:always )?(?:on |every )(?:${WEEKDAY})`).test(plain);
  return regular ? made('schedule', 'personal') : null;
}

/** That something of the owner's is no more. */
const LOST =
  /\b(?:gone|no more|dead|stolen|sold|scrapped|written off|wrecked|taken|died|burnt down|burned down|ghost|broken for good|had to go|off|over|closed|cancelled|history|back to normal|called off|discontinued|shut|folded|bust|broken up|cleared up|scrap)\b/;
/** What runs down, gets sore or is sold out says nothing for long. */
const SMALL_THING =
  /\b(?:phone|battery|laptop|voice|internet|line|connection|cold|headache|seat|place|pain|money|tickets?|time|table|chair|appetite|cake|food)$/;
const LOST_THING: FactKind = {
  predicate: 'ended',
  topic: 'personal',
  weight: 3,
  pattern: LOST,
  happened: true,
};

/** "A converted chapel", "a narrowboat", "a desk in Leeds". */
const DWELLING = new RegExp(
  `\\b(?:old|former|converted|rented|room|desk|corner|barn|shed|${HABITATION})\\b|\\^`,
);

/** "In a mess" and "in good hands" place nothing. */
function isPlaced({ plain, marked }: Predicate): boolean {
  if (/^be an? /.test(plain) && !DWELLING.test(marked)) return false;
  return (
    !/^be (?:not\b|(?:in|on|out of) (?!the\b|an? (?:old|former|converted|small|quiet|little|village|town|suburb))[a-z])/.test(
      marked,
    ) ||
    /\^/.test(marked) ||
    plain.startsWith('moved')
  );
}

function made(predicate: string, topic: FactKind['topic']): FactKind {
  return { predicate, topic, weight: 2, pattern: /^/ };
}
