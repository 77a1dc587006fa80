import { inPlainAttitude } from './attitudes.js';
import { inPlainWords } from './plain-wording.js';

/** Verbs that show, behind a joining word, that a name begins a statement of its own. */
const NAMED_AGAIN =
  '[A-Z][a-z]+ (?:would|could|might|may|should|must|says|said|wants|needs|asked|told|makes|made|gave|gets|comes|came|goes|keeps|thinks|took|bought|left|moved|lost|sold|started|stopped)\\b';
const SUBJECT =
  "(?:I|we|he|she|they|it|you|my|our|your|his|her|their|nobody|everyone|everybody|somebody|this|that|there|the|those|these)\\b(?!')";
const NAMED =
  '[A-Z][a-z]+ (?:is|has|was|had|does|did|works|lives|loves|hates|likes|plays|takes|got|went|will|can|cannot)\\b';
/** "Julia and I" is one subject. */
const WHOLE = '(?<!^(?:[A-Z][a-z]+|[Mm]y [a-z]+))';
/** Recognizers miss full stops: "A lot I drink six cups". Not "the tea I drink", nor "I think I drink". */
const RUN_ON =
  '(?<!\\b(?:the|that|this|these|those|only|every|any|all|no|some|what|which) (?:[\\w-]+ ){0,2}[\\w-]+)(?<!\\b(?:that|what|when|where|why|how|who|which|if|because|since|as|than|like|before|after|until|while|whenever|think|thought|guess|know|said|say|hope|believe|feel|mean|and|or|but|so|do|did|can|could|will|would|should|have|am|are|was|sure|glad|sorry|afraid|happy|told|wish|bet|noticed|admit|(?:told|assured|reminded|asked|warned) (?:me|us|him|her)|not|once|unless|though|although|even|suppose|every time|now|usually|nowadays))\\s+(?=(?:I|we) (?:am|have been|have had|live|drink|eat|sleep|work|play|take|love|hate|never|always|do not|cannot|quit|moved|sold|speak|drive|prefer|own)\\b)';
/** "…, so probably not" doubts something else than what stands before it. */
const DOUBT_AFTER = /,\s+(?:so|but|and) (?:probably|maybe|perhaps|hopefully)\b[^,]*$/i;
/** Where a sentence falls into statements of their own: a joining word, or a comma, before a new subject. */
const JOINT = new RegExp(
  [
    '\\s*[;:–—]\\s*',
    ',\\s+(?=(?:so |and )?no more \\w+ for (?:me|us)\\b)',
    '\\s+-+\\s+',
    `,\\s+(?:and then|and so|but then|and|but|so|because|although|though|while|whereas|then|which is why)\\s+(?=(?:(?:now|then|instead|these days|nowadays|luckily|sadly),? )?(?:${SUBJECT}|${NAMED}|${NAMED_AGAIN}))`,
    `${WHOLE}\\s+(?:and|but|so|because|although|though)\\s+(?=(?:I|we|he|she|they|it|you|my|our|the|nobody|everyone)\\b(?! (?:and|or)))`,
    `\\s+(?:and|but|because)\\s+(?=${NAMED})`,
    // "It is fine since I swim twice a week."
    '\\s+since\\s+(?=(?:I|we) \\w+ (?:[^,]{0,20} )?(?:once|twice|every|daily|(?:two|three|four|five) times)\\b)',
    ',?\\s+(?:and|but|so)\\s+(?=(?:on|in|at|for|from|since|every|after|before|these|nowadays) [^,]{0,30}(?:,? )(?:I|we|my)\\b)',
    ',\\s+(?=(?:I|we|he|she|they|you|it|my|our)\\b(?! (?:very )?(?:first|best|\\w+est)(?: \\w+)? (?:ever|yet)\\b))',
    ',\\s+(?=(?:since|from|in|on|at|every|now|these|nowadays)\\b[^,]{0,30} (?:I|we)\\b)',
    ',\\s+when\\s+(?=(?:I|we) \\w+ (?:my|our) first\\b)',
    `,\\s+(?=${NAMED})`,
    // "I work best alone, the door has to be shut."
    ',\\s+(?=the [a-z]+ (?:is|are|has|have|was|were)\\b)',
    ',\\s+(?:and|but|so)\\s+(?=(?:yesterday|today|tomorrow|sometimes|(?:last|this|next) \\w+) (?:I|we|he|she|they|my|our)\\b)',
    ',\\s+(?=[A-Z][a-z]+ and I\\b)',
    RUN_ON,
  ].join('|'),
  'g',
);
/** "…, but never fish": the subject goes on. */
const ELLIPSIS =
  /,?\s+(?:and|but)\s+(?=(?:never|always|only|usually|do not|cannot|hate|love|prefer|am|have been|work|live|play|drink|eat|speak|cycle|walk|drive|swim|teach|sing|commute|volunteer|study)\s)/i;
const LEADERS =
  /^(?:(?:well|so|and|but|oh|ah|yes|yeah|yep|no|nope|actually|also|anyway|honestly|look|listen|right|okay|ok|sure|now|then|first|second|third|finally|besides|luckily|sadly|unfortunately|of course|in fact|by the way|to be honest|as you know|one more thing|you see|believe it or not|really|fine|great|thanks|thank you|hey|hi|hello|personally|note to self|remember|for the record|just so you know|and yes|plus)[,.:]?\s+)+/i;

/** "I noticed again that I …": what follows is the statement. Not "I think", which is a guess. */
const INTRODUCER =
  /^(?:(?:it )?turns out(?: that)? (?=\w)|(?:I|we) (?:have )?(?:just )?(?:noticed|realized|realised|found out|found|know|learned|discovered|admit|have to admit|have to say|have to tell you|told you|mentioned|should mention|should say|should tell you|must say|must admit|must tell you|can tell you|am telling you)(?: again| lately| you)?(?: that)? (?=(?:I|we|my|our)\b))/i;

/** The statements of one sentence, in order: contractions written out, openers like "well," gone. */
export function splitClauses(sentence: string): string[] {
  const plain = inPlainWords(sentence)
    .replace(/[.!?…]+["']?$/, '')
    .replace(DOUBT_AFTER, '');
  return plain
    .split(JOINT)
    .flatMap((part) => withSharedSubject(part))
    .map((part) => part.trim().replace(LEADERS, '').replace(INTRODUCER, '').trim())
    .filter((part) => part !== '')
    .map(inPlainAttitude);
}

function withSharedSubject(part: string): string[] {
  const [head, ...rest] = part.split(ELLIPSIS);
  const subject = /\b(i|we)\b/i.exec(head ?? '')?.[1];
  if (rest.length === 0 || !subject) return [part];
  return [head!, ...rest.map((tail) => `${subject} ${tail}`)];
}
