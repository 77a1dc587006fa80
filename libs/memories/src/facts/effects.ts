import { findPersonNames } from '#libs/ai';

/** What does something to somebody: food, drink, weather, a pastime. Not "this song", not a person, not what stands for something said before. */
const THING =
  "(?!(?:I|you|he|she|it|they|we|that|this|what|which|who|there|here|these|those|somebody|someone|everybody|everyone|nobody|something|anything|everything|my|your|our|his|her|their|the (?!smell|sound|taste|sight|thought|cold|heat|sun|noise|dark|wind|sea|rain)|an? (?!glass|cup|walk|run|nap|swim|bath|hot))\\b)[\\w' -]{3,40}?";
const DOES =
  'makes?|gives?|gave|keeps?|helps?|calms?|cheers?|delights?|relaxes|relax|soothes?|upsets?|triggers?|sets? off|brings?(?: on)?|bothers?|does not agree with|do not agree with|disagrees? with|does not suit|goes straight to|wakes?|clears?';
const EFFECT = new RegExp(
  `^(${THING}) ((?:always |really |often |usually |only )?(?:${DOES})) (me\\b|my (?:\\w+ )?(?:heart|head|skin|stomach|nose|eyes|mood|back|nerves|asthma|migraines?|allergy|throat|knees?|hands|sleep|blood pressure)\\b)(.*)$`,
  'i',
);
/** What lasts only for the moment, or is a figure of speech. */
const NO_EFFECT =
  /\b(?:think|thinks|wonder|want|wants|believe|look|feel like|say|laugh|waiting|company|posted|informed|call|ring|shout|chance|time|hand|lift|ride|number|book|job|today|now|tonight)\b/i;

/** "Gives me" what? */
const NEEDS_MORE = /^(?:\w+ )?(?:makes?|gives?|gave|helps?|keeps?|brings?)$/i;

/** "One prawn means my face swells up." */
const MEANS =
  /^((?:(?:just |even )?one|a (?:bite|sip|drop|crumb|whiff) of|anything with|a single) [\w ]{3,25}?) means (my (?:\w+ )?(?:swell|ill|sick|itch|rash|throat|face|lips|hives|tongue|stomach|skin|wheez|sneez|bed|doubled|hospital|head|pain|cramp|asthma).*)$/i;

/** "Wool makes my skin itch": what a thing does to whoever speaks. */
export function effectOn(clause: string): { thing: string; deed: string } | null {
  const means = MEANS.exec(clause);
  if (means) return { thing: means[1]!, deed: `means ${means[2]!}` };
  const match = EFFECT.exec(clause);
  if (!match) return null;
  const [, thing, verb, whom, rest] = match as unknown as [string, string, string, string, string];
  if (!rest.trim() && NEEDS_MORE.test(verb)) return null;
  if (/\b(?:not|me|my|you|your|us|we|it|them)\b/i.test(thing)) return null;
  if (findPersonNames(thing).length > 0 || NO_EFFECT.test(`${thing} ${rest}`)) return null;
  return { thing, deed: `${verb} ${whom}${rest}` };
}
