import { FACT_KINDS, HABIT } from './fact-kinds.js';
import type { FactKind } from './kinds/fact-kind.js';
import type { Predicate } from './statement.js';
import type { Subject } from './subject.js';
import { isPassing, isPlanned } from './utterance-guards.js';
import { WEEKDAY } from './words.js';

/** Things that one likes at the moment, not for life. */
const SITUATIONAL_OBJECT = new RegExp(
  `^(?:it|that|this|them|him|her|me|us|these|those|there|here|one|both|all|everything|nothing|more|another|what|how|when|where|why|who|whatever|seeing|hearing|having you|talking|being (?:here|with)|to (?:do|come|be|get|book|order|ask|talk|say|know|see|thank|hear|think|add|point|start|help|tell|show|send|offer|invite|admit|call|meet|present|have|make|take|give|bother|interrupt|wait|leave|complain)|that|the (?!(?:sea|ocean|beach|mountains|outdoors|cold|heat|rain|snow|theater|theatre|dark|winter|summer|city|country|countryside|opera|cinema|smell of|taste of|sound of|night shift|early shift|late shift|window seat|aisle seat|piano|guitar)\\b)|his |her |its |their |our |some of|most of|any of|a (?:drink|coffee|cup|break|moment|quick|second|look|few|bit|lot|little|table|room|copy|quote|ticket|good)|${WEEKDAY}\\b(?!s)|very much|so much|a lot|as well|too|already|each other|working with|coming|going)(?:$|\\W|(?=\\w))`,
);
const TASTE_VERB =
  /^(?:(?:have )?never )?(?:not |be not |cannot |be )?(?:\w+ ){0,3}?(?:love|like|liked|enjoy|adore|prefer|hate|dislike|detest|loathe|despise|stand|bear|care for|crazy about|fond of|into|obsessed with|addicted to|passionate about|keen on|fan of|lover of)\s*/;
/** Verbs that with "always" or "never" tell a habit. */
const HABITUAL =
  /^(?:never )?(?:take|eat|drink|sleep|wake|get up|go to bed|go|walk|cycle|run|swim|read|cook|bake|have (?:breakfast|lunch|dinner|tea|coffee)|order|sit|wear|use|buy|carry|travel|drive|ride|listen to|watch|start|park|keep|skip|shower|exercise|train|pay|put|add|shop|play|work|lock|write|nap|fast|spend)\b/;

/** Which lasting fact a predicate states, or null. */
export function classify(subject: Subject, predicate: Predicate): FactKind | null {
  if (subject.kind === 'thing') return classifyThing(subject, predicate);
  const found = FACT_KINDS.find((kind) => matches(kind, predicate)) ?? habitOf(predicate);
  if (!found || isDenied(found, predicate)) return null;
  if (isPlanned(predicate.words.join(' '))) return null;
  return isPassing(`${predicate.plain} ${subject.lead.toLowerCase()}`) && !found.happened ? null : found;
}

function matches(kind: FactKind, { plain, marked }: Predicate): boolean {
  const text = kind.pattern.source.includes('\\^') ? marked : plain;
  if (!kind.pattern.test(text) && !kind.pattern.test(text.replace(/^only /, ''))) return false;
  const isTaste = kind.predicate === 'taste' || kind.predicate === 'distaste';
  return !isTaste || hasLastingObject(plain);
}

function hasLastingObject(plain: string): boolean {
  const object = plain.replace(TASTE_VERB, '');
  return (
    /have an? (?:sweet tooth|soft spot|weakness)|window seat|aisle seat/.test(plain) ||
    (object !== '' &&
      object !== plain &&
      !SITUATIONAL_OBJECT.test(object) &&
      !/\b(?:one|here|there)$/.test(object))
  );
}

/** "I am not allergic" states nothing worth keeping; "I am not a fan of" does. */
function isDenied(kind: FactKind, { plain }: Predicate): boolean {
  const isOver = /\bany ?more\b/.test(plain);
  return /^(?:be|have|was|were) (?:not|never)\b/.test(plain) && kind.predicate !== 'distaste' && !isOver;
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
];

/** "My birthday is …", "my favourite soup is …", "my yoga class is on Tuesdays". */
function classifyThing(subject: Subject, predicate: Predicate): FactKind | null {
  if (
    isPlanned(predicate.plain) ||
    isPassing(predicate.plain) ||
    /^be (?:not|so|very|really|too|in|done|over|coming|soon|gone|wrong|hard|great|good|fine|ok)\b/.test(
      predicate.plain,
    )
  )
    return null;
  const thing = subject.label.replace(/^.*'s /, '');
  if (/^(?:all-time )?favou?rite /.test(thing)) {
    return made(`favorite_${thing.split(' ').at(-1)!}`, 'preferences');
  }
  const attribute = ATTRIBUTES.find(([pattern]) => pattern.test(thing));
  if (attribute) return made(attribute[1], attribute[2]);
  const regular = new RegExp(`^be (?:always )?(?:on |every )(?:${WEEKDAY})`).test(predicate.plain);
  return regular ? made('schedule', 'personal') : null;
}

function made(predicate: string, topic: FactKind['topic']): FactKind {
  return { predicate, topic, weight: 2, pattern: /^/ };
}
