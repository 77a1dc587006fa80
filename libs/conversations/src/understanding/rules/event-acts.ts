import { isFirstName, type DateMention, grammarOf } from '#libs/ai';
import type { Line } from './talk-lines.js';

/** What sentences do for an appointment. Patterns fit text with contractions written out. */

/** Proposes a time to meet. */
export const PROPOSAL =
  /\b(?:let us (?!not\b)|(?:i|we|\w+) (?:can|could) (?:see|fit|take|squeeze|offer|slot) (?:you|us|him|her|your \w+)|i can (?:do|come|be there|offer|make)|we have an? (?:opening|free)|how about|what about|shall we|should we|can we|could we|could offer|can offer|have a free|is free|(?:have|has|got) (?:still )?(?:a|an) (?:opening|slot|gap)|(?:have|has) something|would .{0,30}\b(?:work|suit|be (?:okay|fine|good))|does .{0,30}\b(?:work|suit)|is .{0,30}\b(?:okay|fine|good|possible)\b.*\?|i thought|i suggest|come (?:back|over|in|by|for|to|again|around)|join us|you(?: are|'re) invited|would you like to come|(?:can|could|will) you (?:(?:both|all|two|guys) )?(?:come|make (?:it\b|(?=\w+day\b|the \w+th\b))|do (?!it\b|that\b|this\b|me\b)|manage|join|be there)|make it|meet(?: up)?|we (?:could|should|ought to)|what do you say|wants? (?:us|you) (?:all |both )?(?:for|to come|to join|over|there)|(?:take|invite[ds]?|having|have) (?:us|you) (?:all |both )?(?:out|over|for|to|round)|why don'?t (?:we|you)|(?:are|is) .{0,20} available|see you|what (?:do|would) you say|(?:put|putting|pencil|pencilling|book|booking|sign|signing) (?:us|you|everyone|everybody|all of us) (?:all )?(?:down|in|up))\b/i;
/** "I had Saturday in mind", "I was going to suggest the tenth", "I have pencilled in Monday": proposes in the past tense. */
export const HAD_IN_MIND =
  /\b(?:I|we) (?:(?:had|have|was|were|am|are) )?(?:.{0,40} in mind\b|(?:thinking|thought) (?:of|about|maybe)\b|(?:going|about) to (?:propose|suggest|say|ask)\b|hoping for\b|(?:pencil|ear-?mark|block|mark|jott|pencill)(?:l?ed) (?:in |down |out |off )?|set aside\b|reserved\b|kept free\b|down for\b)/i;
/** States a fixed time. */
export const STATEMENT =
  /\b(?:is|are|was set|will be|has been|have|has|got|visits?|begins?|starts?|takes? place|happens|falls?|goes ahead|(?:told|invited|asked) (?:everyone|everybody|them all|people|the (?:family|others|guests))|settled on|is scheduled|is set|is fixed|is planned|moved|postponed|rescheduled|shows?|showing|plays?|playing|screens?|screening|opens?|performs?|we (?:meet|leave|fly|go)|we (?:will|are going to) (?:go|visit|see|meet|have|be at)|i (?:fly|leave|meet)|i am (?:meeting|seeing|flying|visiting|going|talking|speaking)|we are (?:meeting|seeing|flying|visiting|going|having)|booked|reserved)\b/i;
/** The owner's word that he will be there. */
export const ATTENDS =
  /\b(?:i|we) (?:(?:am|are|will|would|definitely|certainly|of course|both|all) )*(?:come|coming|be there|attend|going(?! to)|go(?! and\b)|join|watch|take part|make it|look forward|see you|would love to)\b|\b(?:see you (?:then|there|on|at|in|soon|tomorrow)|count (?:me|us) in|(?:i am|we are) (?:in|on|game)(?=[.,!]|$| for\b)|looking forward|would not miss|would not dream of missing|(?:i|we) (?:have|would) (?:got )?to be there|(?:i|we) will be (?:home|at home|around|in\b(?! the| a))|(?:i|we) (?:can|will) let (?:him|her|them) in|wild horses)\b/i;
/** As much in other words: his seat, his ticket, the day he keeps free, his name on the list. */
export const ATTENDS_SO =
  /\b(?:i|we) (?:will|am going to|are going to) (?:both |all |of course )?be (?:there|in the (?:front|back|first|second|third|last) row|(?:sitting|standing|waiting|cheering|clapping|watching|dancing|singing|right) )|\byou will (?:see|find|spot) (?:me|us) (?:there|in|at|right)\b|\b(?:front|first|second|third|back) row\b|\b(?:put|count|sign|pencil|write|mark) (?:me|us) (?:down|in|up)\b|\b(?:save|keep) (?:me|us) (?:a|the|two|some) (?:seat|place|spot|chair|slice)|\b(?:my|our) (?:tickets?|seats?)\b|\b(?:i|we) (?:have|have got|bought|got) (?:my |our |the |a )?(?:\w+ )?(?:tickets?|seats?)\b|\b(?:swapped|switched|traded|took|taken|got|have|booked|asked for) (?:my shift|(?:the|that|my|a|this) (?:\w+ )?off)\b|\b(?:it is|that is|is|already) (?:in|on|down in) my (?:diary|calendar|phone|book|planner)\b|\b(?:cannot|can not|could not) wait\b|\b(?:i|we) know where (?:i|we) will be\b|\b(?:leav(?:e|ing) (?:work |the office )?early|tak(?:e|ing) (?:the|that) (?:day|morning|afternoon|evening) off|(?:kept|keep|keeping) (?:it|that day|the (?:day|evening|morning|afternoon)) free|cleared my)\b|\b(?:would not be anywhere else|nothing (?:could|will|would) (?:keep|stop) (?:me|us)|try (?:and|to) stop (?:me|us)|where else would (?:i|we) be|(?:had|would) better be there|(?:i am|we are|i will be|we will be) (?:all )?(?:ears|there|bringing (?!it|them)[^.,]{3,40}(?=[.,!]|$))|i will (?:do|make|give|say) (?:the|a) (?:toast|speech|honou?rs))|\b(?:you have me|i am free then|i can make (?:it|that)|i am all yours)\b/i;

/** Whether a sentence is the owner's word that he will be there. */
export function isAttendance(text: string): boolean {
  return ATTENDS.test(text) || ATTENDS_SO.test(text);
}
export const NOT_ATTENDS =
  /\b(?:would (?:love|like|have loved) to,? but|cannot (?:come|make|join|attend|be there)|will not (?:come|make|be|join|attend|go)|am not (?:coming|going)|are not (?:coming|going)|have to (?:skip|miss|cancel)(?: (?:it|that))?[.!]*$|without me|am (?:away|busy|on vacation)|count me out|(?:nothing|not) for me|cannot get (?:away|out of)|could not get away|not going to make it|will be (?:away|abroad|working|elsewhere)|give it a miss|(?:will|would rather) pass)\b/i;
/** Enters it into a book of appointments: "you are down for that", "I have put you in". */
export const BOOKED_IN =
  /\b(?:(?:book|put|pencil|write|squeez|fit|slot)(?:e|ed|ted|led)? (?:you|me|us|it|that|him|her) (?:in|down)(?! (?:to|for the list)\b)|(?:you|we) are (?:all )?(?:set|booked|down)\b|all set|it is a date|(?:it is|goes|(?:put|write|have) (?:it|that)) (?:down )?in (?:my|the|your) (?:diary|calendar|book)|that is (?:settled|booked|fixed))\b/i;
export const CANCELLED =
  /\b(?:cancel(?:led|ed|s)?|called off|falls? through|fell through|will not take place|does not take place|is not happening|not going to happen)\b/i;
/** Says so of what is being spoken of, without its name. */
export const CANCELS_IT =
  /\b(?:skip|leave|drop|scrap|forget) (?:it|that)(?: (?:this time|for now|then|out))?[.!]*$|\b(?:another|some other|next) time[.!]*$|\brain ?check\b|\bcall(?:ed)? (?:it|that) off\b|\bcancel (?:it|that)\b|\b(?:is|was|are|been|got) (?:cancell?ed|called off)\b|\b(?:falls?|fell) through\b|\bnot (?:take|taking) place\b/i;
export const MOVED =
  /\b(?:moved?|postponed?|pushed|rescheduled?|shifted|changed|(?:brought|put) (?:it |that )?(?:forward|back|off))\b/i;
/** "They have moved it to Thursday", "she has put our meeting off": whoever did it, the speakers are concerned. */
export const MOVES_OURS =
  /\b(?:moved|postponed|pushed|rescheduled|shifted|changed|delayed) (?:it|that|the|our|your)\b|\b(?:move|postpone|push|reschedule|delay|(?<!\b(?:late|early|night|day|double|the|my|your|her|his|a) )shift) (?:it|that|our)\b|\b(?:bring|brought|put) (?:it|that|(?:the|our|your) \w+) (?:forward|back|off)\b/i;
/** "He wants us for lunch", "they are seeing me on Monday": somebody does it, to those who speak. */
export const CONCERNS_US =
  /\b(?!(?:tell|tells|told|gave|gives|call|calls|called|ask|asks|asked|promised|remind|reminds|show|shows|showed|help|helps|let|lets|sent|sends|owes|between)\b)\w+(?: to| with)? (?:us|me|you)\b|\b(?:we|you) are (?:all |both )?invited\b/i;
/** "She has Tuesday at two", "he is free on Monday": times to choose from. */
const OFFERS_TIME =
  /\b(?:has|have)(?: got)?(?: still| only| also)? $|\b(?:has|have)(?: got)?(?: still| also)?(?: (?:an?|some))? (?:time|opening|slot|gap|space|room|something)(?: free| left)? (?:on |at )?$|\bis free (?:on |at )?$/i;
/** "They show a comedy", "it starts at nine": nobody in particular does it. */
const IMPERSONAL = /^(?:and |so |but )?they(?: are)? (?:show|play|screen|open|perform|give)(?:ing)?\b/i;
/** Puts another time in the place of one that was settled. */
export const RETIMES =
  /\b(?:instead|rather|better|make (?:it|that)|mov(?:e|ed|ing)|push(?:ed)?|postponed?|(?<!\b(?:late|early|night|day|double|the|my|your|her|his|a) )shift(?:ed| (?:it|that|this|the|our|your))|changed?|reschedul\w+|put off|brought forward|actually|wait|sorry|scratch that|hold on|then not|not (?:on|at)|no, )/i;
/** "Oh, hang on, no.": what was agreed may fall with the next sentence. */
export const THINKS_AGAIN =
  /^(?:(?:ah|oh|uh|um|hmm?|well|okay|right|yes|sure|no|but|and|so|now)[,.]? )*(?:(?:\p{L}+ ){1,2}\p{L}+, (?=hang|hold))?(?:hang on|hold on|hold it|wait|actually|oh no|no,? wait|sorry|bother|damn|come to think of it)\b/iu;
/** Somebody else goes there instead of the owner: "my wife will bring her". */
export const DELEGATED =
  /\b(?!I\b|we\b|you\b)\w+ (?:will|can|could|is going to|is) (?:bring|take|drive|accompany|fetch|go with|come with|bringing|taking|driving) (?:her|him|them)\b/i;
/** A thing spoken of that will not be: what comes next is not about it. */
export const DROPPED =
  /\b(?:(?:dropped|given up|gave up|buried|scrapped|shelved|abandoned) (?:on )?(?:it|that|the|this|all)|off the table|out of the question|decided against|not going to happen|will not happen)\b/i;
export const PAST_EVENT =
  /\b(?:was|were|went|had|last (?:week|month|year|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|yesterday|ago)\b/i;
/** Concerns everybody who is there. */
export const FOR_ALL =
  /\b(?:us|our|you|your|everyone|everybody|all of us|we (?:all|both)|here at home|at (?:ours|mine|our (?:place|house))|together|the (?:whole |entire )?(?:family|gang|clan|tribe|crew|lot)|(?:booked|reserved) a table|we (?:meet|have to|need to|must|are to))\b/i;
/** Whose event: "his", "she has", "the truck comes". */
const THIRD_PERSON =
  /^(?:(?:and|so|but|by the way|well|then|also|now),? )*(?:he|she|they|his|her|their|my (?!(?:appointment|meeting|interview|flight))\w+ (?:has|is|have|are|will)|the \w+ (?:comes|arrives|leaves|closes|opens))\b/i;
const NAMED_SUBJECT =
  /^(?:(?:and|so|but|by the way|well|then|also|now),? )*(\p{Lu}\p{Ll}+)(?:'s \w+)?(?: and \p{Lu}\p{Ll}+)? (?:has|is|have|are|will|takes?|starts?|arrives?|comes?|leaves?|goes|go|flies|gets?|turns|plays?|does)\b/u;

/** Whether the sentence is about somebody who is not there: "she starts on Monday", "Peter has a race". */
export function isAboutOthers(text: string): boolean {
  if (MOVES_OURS.test(text) || IMPERSONAL.test(text) || CONCERNS_US.test(text)) return false;
  const name = NAMED_SUBJECT.exec(text)?.[1];
  return THIRD_PERSON.test(text) || (name !== undefined && isFirstName(name));
}

/** Whether a person who is not there has the time to offer: "Mister Hale has Tuesday at two". */
export function offersTime({ text, dates }: Line): boolean {
  return dates.some(({ start }) => OFFERS_TIME.test(text.slice(0, start)));
}

/** "Friday at seven, have I got that right?" */
export const TAG =
  /, (?:(?:if|unless) I am (?:not )?(?:mistaken|wrong|right)|if I (?:remember|have it|have got it)(?: (?:that|it))?(?: right| correctly)?|(?:am|have|did) I (?:got |get )?(?:it |that )?(?:right|wrong)|is (?:it|that) (?:not|right|correct)|was (?:it|that) not|(?:is|was) not (?:it|that)|right|correct|yes|no|okay)\?$/i;

/** Hardly anything but the time: "Friday, half past ten. Agreed." */
export function isBareTime({ text: whole }: Line, mentions: readonly DateMention[]): boolean {
  const text = whole.replace(TAG, '');
  if (/\b(?:I|he|she|they) \w+/i.test(text.replace(/\bI (?:thought|suggest|think|mean)\b/i, '')))
    return false;
  const said = mentions.reduce((sum, { start, end }) => sum + end - start, 0);
  return said >= text.length * 0.4 || isVerbless(text);
}

const AUXILIARY =
  /\b(?:am|is|are|was|were|be|been|have|has|had|do|does|did|will|would|can|could|shall|should|may|might|must|let|get|got|we|you|it)\b/i;

/** "The Greek place on Main Street": grammar is only looked at where no common word has a verb in it. */
function isVerbless(text: string): boolean {
  return !AUXILIARY.test(text) && !grammarOf(text).has('#Verb');
}

/** "You are all invited": the owner's own, too, whoever it is for. */
export const INVITED =
  /\b(?:we|you) are (?:all |both |of course |also )?invited\b|\b(?:invited|expects?|expecting|want(?:s|ed)?) (?:us|you)(?: (?:all|both|too|there))?(?=[.,!]|$)/i;

/** "My recital", "I have an exam", but not "at my office". */
export const OTHERS_OWN = /\b(?:my (?!office|place|house|home|flat|desk|room|treat|car)|I have|I am)\b/i;
