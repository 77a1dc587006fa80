import { findPersonNames, mayBeName } from '#libs/ai';
import type { Line } from './talk-lines.js';

/** What may stand before a name that is called. */
const OPENERS =
  /^(?:(?:and|so|okay|ok|well|hey|hi|hello|yes|no|good|great|perfect|thanks|thank you|now|then|but|oh|all right|alright|sure|sorry|please|right|fine|good morning|good afternoon|good evening)[,.!]? ){0,2}/i;
const CALL = /^(\p{Lu}\p{L}+)[,!?]/u;
/** "So, Anya.", "Right, Hannah.": whom one is going to speak of. */
const HEADING = /^(?:so|right|now|and|then|next|okay|well)[,:]? \p{L}+\.?$/iu;
const CALL_AT_END = /, (\p{Lu}\p{L}+)[.!?]*$/u;
/** Speaks to somebody: whatever unknown name stands before or behind it is a call. */
const TO_SOMEBODY =
  /\b(?:you|your|please|thanks|thank you|hello|hi|hey|sorry|bye|welcome|congratulations|would|could|can|shall|let us|do not|we need)\b/i;

/** Whom the line speaks to by name ("Sam, can you ..."), or null. */
export function addresseeOf(line: Line): string | null {
  if (HEADING.test(line.text)) return null;
  const name = (CALL.exec(line.text.replace(OPENERS, '')) ?? CALL_AT_END.exec(line.text))?.[1];
  if (!name || NOT_ADDRESSED.test(name)) return null;
  if (/^(?:Mom|Mum|Dad|Honey|Darling|Dear|Grandma|Grandpa|Gran|Granny)$/.test(name)) return name;
  const known = findPersonNames(name).length > 0;
  return known || (TO_SOMEBODY.test(line.text) && mayBeName(name)) ? name : null;
}

const NOT_ADDRESSED =
  /^(?:I|Yes|No|Okay|OK|Sure|Great|Perfect|Thanks|Well|So|And|Now|Then|Good|Right|Fine|Oh|But|First|Second|Third|Fourth|Finally|Also|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Today|Tomorrow|Yesterday|Tonight|January|February|March|April|May|June|July|August|September|October|November|December|Please|Really|Actually|Maybe|Sorry|Hello|Hi|Hey|Wow|Lovely|Exactly|Absolutely|Definitely|Agreed|Deal|Done|Anyway|Otherwise|Next|Later|Afterwards|Before|After|When|If|Because|Yeah|Nope|Wonderful|Excellent|Fantastic|Ah|Hmm|Alright|Cool|Nice|True|Listen|Look|Wait|Still|However|Besides|English|Spanish|French|German|Dutch|Everyone|Everybody|Guys|Five|Four|Three|Two|One|Six|Seven|Eight|Nine|Ten|Half|Certainly|Strawberry|Chocolate|Congratulations|Noted|Understood|Correct|Too)$/;
