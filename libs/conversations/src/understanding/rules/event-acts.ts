import { isFirstName, type DateMention } from '#libs/ai';
import { type Line } from './talk.js';

/** What sentences do for an appointment. Patterns fit text with contractions written out. */

/** Proposes a time to meet. */
export const PROPOSAL =
  /\b(?:let us|(?:i|we|\w+) (?:can|could) (?:see|fit|take|squeeze|offer|slot) (?:you|us|him|her|your \w+)|i can (?:do|come|be there|offer|make)|we have an? (?:opening|free)|how about|what about|shall we|should we|can we|could we|could offer|can offer|have a free|is free|(?:have|has|got) (?:still )?(?:a|an) (?:opening|slot|gap)|(?:have|has) something|would .{0,30}\b(?:work|suit|be (?:okay|fine|good))|does .{0,30}\b(?:work|suit)|is .{0,30}\b(?:okay|fine|good|possible)\b.*\?|i thought|i suggest|come (?:back|over|in|by|for|to|again|around)|join us|you(?: are|'re) invited|would you like to come|(?:can|could|will) you (?:come|make it|do (?!it\b|that\b|this\b|me\b)|manage|join|be there)|make it|meet(?: up)?|we could|why don'?t (?:we|you)|(?:are|is) .{0,20} available|see you)\b/i;
/** States a fixed time. */
export const STATEMENT =
  /\b(?:is|are|was set|will be|has been|have|has|got|visits?|begins?|starts?|takes? place|happens|is scheduled|is set|is fixed|is planned|moved|postponed|rescheduled|shows?|showing|plays?|playing|screens?|screening|opens?|performs?|we (?:meet|leave|fly|go)|we (?:will|are going to) (?:go|visit|see|meet|have|be at)|i (?:fly|leave|meet)|i am (?:meeting|seeing|flying|visiting|going)|we are (?:meeting|seeing|flying|visiting|going|having)|booked|reserved)\b/i;
/** The owner's word that he will be there. */
export const ATTENDS =
  /\b(?:i|we) (?:(?:am|are|will|would|definitely|certainly|of course|both|all) )*(?:come|coming|be there|attend|going(?! to)|go(?! and\b)|join|watch|take part|make it|look forward|see you|would love to)\b|\b(?:see you (?:then|there|on|at|in|soon|tomorrow)|count (?:me|us) in|(?:i am|we are) (?:in|on|game)|looking forward|would not miss|would not dream of missing|(?:i|we) (?:have|would) (?:got )?to be there|wild horses)\b/i;
export const NOT_ATTENDS =
  /\b(?:cannot (?:come|make|join|attend|be there)|will not (?:come|make|be|join|attend|go)|am not (?:coming|going)|are not (?:coming|going)|have to (?:skip|miss|cancel)(?: (?:it|that))?[.!]*$|without me|am (?:away|busy|on vacation)|count me out|(?:nothing|not) for me|give it a miss|(?:will|would rather) pass)\b/i;
export const CANCELLED =
  /\b(?:cancel(?:led|ed|s)?|called off|falls? through|fell through|will not take place|does not take place|is not happening|not going to happen)\b/i;
/** Says so of what is being spoken of, without its name. */
export const CANCELS_IT =
  /\bcancel (?:it|that)\b|\b(?:is|was|are|been|got) (?:cancell?ed|called off)\b|\b(?:falls?|fell) through\b|\bnot (?:take|taking) place\b/i;
export const MOVED =
  /\b(?:moved?|postponed?|pushed|rescheduled?|shifted|changed|(?:brought|put) (?:it |that )?(?:forward|back|off))\b/i;
/** "They have moved it to Thursday", "she has put our meeting off": whoever did it, the speakers are concerned. */
const MOVES_OURS =
  /\b(?:moved|postponed|pushed|rescheduled|shifted|changed|brought|put) (?:it|that|the|our|your)\b/i;
/** "They show a comedy", "it starts at nine": nobody in particular does it. */
const IMPERSONAL = /^(?:and |so |but )?they(?: are)? (?:show|play|screen|open|perform|give)(?:ing)?\b/i;
/** Somebody else goes there instead of the owner: "my wife will bring her". */
export const DELEGATED =
  /\b(?!I\b|we\b|you\b)\w+ (?:will|can|could|is going to|is) (?:bring|take|drive|accompany|fetch|go with|come with|bringing|taking|driving) (?:her|him|them)\b/i;
/** A thing spoken of that will not be: what comes next is not about it. */
export const DROPPED =
  /\b(?:(?:dropped|given up|gave up|buried|scrapped|shelved|abandoned) (?:on )?(?:it|that|the|this|all)|off the table|out of the question|decided against|not going to happen|will not happen)\b/i;
/** A date of its own that does not get in the way: "I have an exam that day, but in the morning, so yes". */
export const COMPATIBLE =
  /\bso (?:yes|sure|okay|that works|i am free|no problem|that is (?:fine|no problem))\b|\bbut (?:i can still|that still|it still|that is over|i am free)\b/i;
export const PAST_EVENT =
  /\b(?:was|were|went|had|last (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|yesterday|ago)\b/i;
/** Concerns everybody who is there. */
export const FOR_ALL =
  /\b(?:we|us|our|you|your|everyone|everybody|all of us|here at home|together|the family)\b/i;
/** Why a proposed day does not suit. */
export const BUSY =
  /\b(?:I am (?:at|in|on)|I have|is .{3,40} for me|but|I work|I (?:cannot|could not|will be)|we (?:are|have)|I am afraid)\b/i;

/** Whose event: "his", "she has", "the truck comes". */
const THIRD_PERSON =
  /^(?:(?:and|so|but|by the way|well|then|also|now),? )*(?:he|she|they|his|her|their|my (?!(?:appointment|meeting|interview|flight))\w+ (?:has|is|have|are|will)|the \w+ (?:comes|arrives|leaves|closes|opens))\b/i;
const NAMED_SUBJECT =
  /^(?:(?:and|so|but|by the way|well|then|also|now),? )*(\p{Lu}\p{Ll}+)(?:'s \w+)?(?: and \p{Lu}\p{Ll}+)? (?:has|is|have|are|will|takes?|starts?|arrives?|comes?|leaves?|goes|go|flies|gets?|turns|plays?|does)\b/u;

/** Whether the sentence is about somebody who is not there: "she starts on Monday", "Peter has a race". */
export function isAboutOthers(text: string): boolean {
  if (MOVES_OURS.test(text) || IMPERSONAL.test(text)) return false;
  const name = NAMED_SUBJECT.exec(text)?.[1];
  return THIRD_PERSON.test(text) || (name !== undefined && isFirstName(name));
}

/** Hardly anything but the time: "Friday, half past ten. Agreed." */
export function isBareTime({ text }: Line, mentions: readonly DateMention[]): boolean {
  const said = mentions.reduce((sum, { start, end }) => sum + end - start, 0);
  return (
    said >= text.length * 0.4 &&
    !/\b(?:I|he|she|they) \w+/i.test(text.replace(/\bI (?:thought|suggest|think|mean)\b/i, ''))
  );
}
