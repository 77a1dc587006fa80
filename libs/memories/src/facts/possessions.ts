import { CONDITION, MEDICINE, VEHICLE } from './lexicon.js';
import { anyOf } from './words.js';

const COLOR = anyOf(
  'red blue green yellow black white silver grey gray brown orange purple pink beige navy cream golden turquoise',
);
/** "My old green Skoda": told apart from others by its colour or its make. "My car" says nothing. */
const VEHICLE_NAMED = new RegExp(
  `\\b(?:my|our) ((?:(?:old|new|little|battered|beloved|dear|trusty|rusty|second-hand) )*(?:(?:(?:${COLOR}) )(?:[\\w-]+ )?(?:${VEHICLE})|(?:[A-Z][\\w-]+ )(?:${VEHICLE})|(?!(?:car|van|truck|bike|bicycle|boat|scooter|wagon|hybrid|estate)\\b)(?:${VEHICLE})))\\b(?! (?:keys?|accident|tyres?|tires?|seat|park|ride|race|trip|insurance|shed|rack|shop|club|class|lane|lock|helmet))`,
  'i',
);

/** "My hay fever is back". */
const CONDITION_NAMED = new RegExp(
  `\\bmy ((?!headaches?|nosebleeds|cancer|back|bad|allergies)(?:${CONDITION}))\\b(?! (?:${MEDICINE}|nurse|doctor|clinic|attack|check))`,
  'i',
);

/** What somebody owns or lives with as a sentence mentions it in passing, as a statement of theirs; null when it mentions nothing. */
export function ownedIn(sentence: string): string | null {
  const thing = VEHICLE_NAMED.exec(sentence)?.[1];
  const condition = CONDITION_NAMED.exec(sentence)?.[1];
  if (condition) return `I have ${condition.toLowerCase()}`;
  return thing ? `I have ${/^[aeiou]/i.test(thing) ? 'an' : 'a'} ${thing}` : null;
}
