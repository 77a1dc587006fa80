import { findPersonNames } from '#libs/ai';
import type { Line, Talk } from './talk-lines.js';

/** A business that a talk is held with. */
export interface Service {
  /** As it answers the phone: `Casco Piano Service`. */
  readonly name: string;
  /** Whether people spend nights there. */
  readonly lodging: boolean;
}

const FIRST_LINES = 4;
const WORD = "\\p{Lu}[\\p{L}'’]+";
/** "Thanks for calling Peachwood Heating and Air, this is Brenda", "Bellwether Inn, Fiona at the desk". */
const ANSWERS = new RegExp(
  `^(?:(?:(?:very )?good (?:morning|afternoon|evening|day)|hello|hi|hey|yes|welcome to|thank you for calling|thanks for calling|you have reached|you are through to|this is|it is|here is)[,.!]? )*(?:the )?(${WORD}(?: (?:and |of |the |at |& |for )*${WORD})*)(?: in ${WORD})?[,.!]`,
  'iu',
);
const AT_WORK =
  /\b(?:here|speaking|this is|how (?:can|may|could) (?:i|we)|what (?:can|may|could) (?:i|we)|at the (?:desk|front desk|counter|reception)|on the (?:line|phone|desk)|you are (?:talking|speaking|through|on)|reception|good (?:morning|afternoon|evening))\b/i;
const LODGING =
  /\b(?:inn|hotel|motel|lodge|lodgings?|hostel|guest ?house|bunkhouse|boarding house|bed and breakfast|b and b|resort|cabins?|cottages?|camp(?:site|ground)|chalets?|villas?|holiday (?:home|park)|farmstay|rooms?|suites?)\b/i;

/** The business that answers at the beginning of a talk, or null. */
export function serviceOf({ lines, voices, monologue, narrated }: Talk): Service | null {
  if (monologue || narrated || voices > 2) return null;
  for (const { text, role } of lines.slice(0, FIRST_LINES)) {
    const name = role === 'owner' ? undefined : businessIn(text);
    if (name) return { name, lodging: LODGING.test(name) };
  }
  return null;
}

function businessIn(text: string): string | undefined {
  const [said = '', name = ''] = ANSWERS.exec(text) ?? [];
  if (!AT_WORK.test(text.slice(said.length)) && !/\bcalling\b/i.test(said)) return undefined;
  const isCompany = /^\p{Lu}/u.test(name) && name.split(' ').length > 1;
  return isCompany && findPersonNames(name).every((person) => person !== name) ? name : undefined;
}

/** "I want to see you again in four weeks", "let me have another look": an appointment after this one. */
const SEES_AGAIN =
  /\b(?:see|have|want|get|expect) you (?:here )?(?:again|back)\b|\banother look\b|\blook at (?:it|that|this|you|them) again\b|\bcheck (?:on )?(?:it|that|this|you|them) again\b|\bcome (?:back|in again)\b|\bwe (?:will|should|shall) (?:meet|see each other|look at (?:it|this|that)|talk) again\b|\b(?:see|check) how (?:it|that|this|you)\b|\b(?:next|follow-?up) (?:visit|session|check)\b/i;
const IN_WEEKS =
  /\bin (?:an?|one|two|three|four|five|six|eight|ten|twelve|a couple of|a few) (?:weeks?|months?)(?:'s? time)?\b/i;

/** Whether somebody who looks after the owner wants to see him again. */
export function wantsToSeeAgain({ text, role, dates }: Line): boolean {
  return (
    role !== 'owner' &&
    SEES_AGAIN.test(text) &&
    (IN_WEEKS.test(text) || dates.length > 0 || /\buntil\b/i.test(text))
  );
}
