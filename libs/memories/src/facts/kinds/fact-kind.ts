import type { MemoryTopic } from '#libs/contracts';
import { largePattern } from '../large-pattern.js';
import { HABITATION } from '../lexicon.js';
import { NUMBER, WEEKDAY } from '../words.js';

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

/** How much or how many. */
export const AMOUNT = `(?:about |around |at least |up to |almost |more than |over |roughly )*(?:${NUMBER}|a lot of|lots of|too much|too many|a lot|tons of|gallons of|a cup of|a glass of|a bottle of|plenty of|less|more)`;
/** How often. */
export const EVERY = `(?:every (?:single |other |second |third |first |last |two |three |few )?(?:day|days|morning|afternoon|lunchtime|evening|night|shift|meal|term|week|weeks|weekend|month|months|year|years|summer|winter|spring|autumn|fall|${WEEKDAY})|(?:on|most) (?:${WEEKDAY})s|on (?:${WEEKDAY})(?:(?:,| and|, and| or) (?:${WEEKDAY}))* (?:mornings|evenings|nights|afternoons)|most (?:days|nights|mornings|weekends|evenings)|on weekends|on weekdays|each (?:day|morning|week|year|${WEEKDAY})|(?:once|twice|${NUMBER}) (?:times? )?(?:a|per|each) (?:day|week|month|year)|(?:${NUMBER}) (?:days|nights|mornings|evenings|hours|afternoons|kilometers|miles) (?:a|per|each) (?:day|week|month)|(?:hundred|thousand|\\d+) (?:kilometers|kilometres|miles|pages|words|steps|lengths|hours) (?:a|per|each|every) (?:day|week|month)|(?:${NUMBER}|half an?|an?)(?: [\\w-]+){1,4}? (?:a|per|each|every) (?:single |other )?(?:day|night|week|month|year)|(?:on )?(?:${WEEKDAY})s(?:(?:,| and|, and| or) (?:on )?(?:${WEEKDAY})s)*|round the clock|day in,? day out|daily|in the (?:morning|evening)s|at weekends|after (?:work|school|dinner|lunch|breakfast)|before (?:work|breakfast|school|bed)|all year round)`;
/** A place or a kind of home, not "the conference room". A `^` stands before words with a capital. */
export const PLACE = `(?:[\\w' ]{0,30}(?:${HABITATION}|country|city|village|town|coast|suburbs|suburb|downtown|mountains|lake|sea|river|beach|island|street|avenue|road|lane|parents|grandparents|alone|together|abroad|center|centre|neighborhood|neighbourhood|floor|outskirts|north|south|east|west)|.{0,30}\\^)`;

/** A kind of fact and the ways of saying it: regular expressions over the beginning of a predicate. */
export function says(kind: Omit<FactKind, 'pattern'>, ...ways: readonly string[]): FactKind {
  return { ...kind, pattern: largePattern(`^(?:${ways.join('|')})`) };
}
