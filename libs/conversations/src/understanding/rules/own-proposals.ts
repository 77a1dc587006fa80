import {
  lead,
  matches,
  named,
  inflected,
  hasFutureDay,
  isDeed,
  secondHalf,
  withoutOverlaps,
  type Proposal,
} from './proposals.js';
import { shareOf } from './shared-work.js';
import { causedDeeds, errandsOnTheWay, ownShare, welcomes } from './errands.js';
import { promisedThings } from './promised-things.js';
import { CONDITION, HEDGE, RIGHT_NOW } from './speech-acts.js';
import type { Line } from './talk-lines.js';

/** What the speaker takes on. */
const FIRM = lead(
  `(?<!\\b(?:do|did|must|shall|will) )\\bI (?:(?:also|still|just|really|definitely|certainly|then|now|absolutely|simply|only|actually) )*(?:will|shall|am going to|have to|have got to|need to|must|am supposed to|had better|promise to|am to|am (?:meant|expected|due|down) to|(?:have )?(?:promised|agreed|offered|volunteered)(?: (?!to\\b)\\w+){0,2} to|(?:have )?(?:promised|said|told)(?: (?!that\\b|I\\b)\\w+){0,2}(?: that)? I would)`,
);

/** "Must ring Jo", "Need to order lamps": who makes a note leaves himself out. */
const ELIDED = lead(
  `^(?:(?:and|also|oh|right|so|then|okay|but),? )*(?:(?:still|really|also) )*(?:must|need to|have to|have got to|got to|gotta|had better|ought to|going to|will)`,
);

const FIRM_OTHER = lead(
  `(?:\\bI (?:really |still |also )*(?:have|need|want) to do is(?: to)?|\\bmy (?:job|task|turn|homework) is to|\\bit is my (?:job|turn|task) to|\\bI (?:must|cannot|should|may) not forget to|\\bI (?:must|have to|need to|should) remember to|\\bI am the one who (?:will|has to)|\\bleave it to me to)`,
);

/** "We still need to ...": what is left to do, with or without a day. */
const WE_STILL = lead(`\\bwe (?:still|also still|really) (?:have to|need to|must)`);

/** The owner is one of "us"; with a day it is a plan, without one a manner of speaking. */
const WE_WILL = lead(
  `\\bwe (?:(?:also|still|just|really|definitely|then) )*(?:will|have to|need to|must|are going to)`,
);

const SOFT = lead(
  `(?<!\\b(?:says?|said|thinks?|told me|means?|so|that|until|when|where|what|how|why|because|wish|hope|glad) )\\bI (?:(?:also|still|just|really|definitely|probably|then|could) )*(?:should|ought to|can|could|want to|plan to|intend to|mean to|am planning to)`,
);

/** "I forgot to call her", "I should have sent it": left undone, until "I will do it now". */
const LEFT = lead(
  `\\bI (?:(?:always|still|just|also) )*(?:forgot|forget|keep forgetting|(?:have been|keep) meaning|meant|wanted|was (?:going|supposed|meant|planning)) to`,
);
const OMITTED = /\bI (?:should|ought to|could) have (?:long )?(\w+(?:ed|en|t|ne|ght|de|ng|wn))\b/gi;

const OFFER = lead(
  `(?:(?<!\\b(?:when|where|how|what|why|which)\\b.{0,12})\\b(?:(?:shall|should) I|(?:can|could|may) I (?=(?:bring|help|give|lend|offer|get|drive|make|send|show|do)\\b))|\\b(?:do you (?:want|need)|would you like) me to)`,
);

/** "It makes sense that I fetch her", "How about I bring the soup?" */
const SUGGESTED = lead(
  `\\b(?:it makes sense (?:that|if)|it is (?:easier|best|better|simplest|quicker) (?:that|if)|how about|what if|I (?:suggest|propose)(?: that)?|maybe it is best if) I`,
);

const PROGRESSIVE = /\bI am (?:(?:also|still|just|definitely|then) )*(\w+ing)\b/gi;

/** Who is met arrives at a time that was told before: "I am picking her up at the airport". */
const MEETS =
  /\bI am (?:(?:also|still|definitely|then) )*(picking|meeting|collecting|fetching) (?=(?:you|him|her|them|\p{Lu}\p{L}+)\b)/gu;

/** "I am doing it this weekend." */
const DOING = /\bI am (?:\w+ )?(doing) (?=(?:it|that)\b)/gi;

const LET_ME = lead(`\\blet me`);

const REMINDER = lead(
  `(?:\\bremind me (?:\\S+ ){0,4}?to|\\b(?:note|reminder|memo) to (?:my)?self[:,.]?(?: to)?|\\breminder[:,]?(?: to)?|\\bdo not let me forget to|\\b(?:add|put) (?:it )?(?:to|on) my (?:to-?do )?list(?: to)?|\\bremember[:,]? to|\\bto-?do[:,]|\\bI (?:must|cannot|should) not forget to)`,
);

/** "Do not let me forget the tickets": the thing is named, the deed is not. */
const REMINDER_OF_THING =
  /\b(?:do not let me (?:forget|(?:leave|go)(?: home)? without)|remind me|(?:I )?(?:must|cannot|should) not forget|(?:I )?(?:must|have to|need to|should) remember) (?:about |of )?(?=(?:it\b|them\b|the|my|our|a|an|his|her|their|\p{Lu}\p{Ll}+'s)\b)/giu;

/** "I owe you a breakfast" only thanks. */
const DEBT = /\bI (?:still |also )*owe (?!it\b|you (?:one|an?|everything)\b|everything\b)/gi;

/** Of an unknown voice: a clerk serving the owner, or somebody who names a companion; more often not the owner. */
const OF_ANOTHER_VOICE =
  /\b(?:in|on|to|into) your (?:file|records?|account|chart|order|bill)\b|\bput you (?:down|through|in)\b|\b\p{Lu}\p{Ll}+ and I will\b/u;

/** Deeds that the speaker of the line takes on. */
export function ownProposals(line: Line): Proposal[] {
  if (isUncertain(line) || (line.role === 'unknown' && OF_ANOTHER_VOICE.test(line.text))) return [];
  const found = [
    ...matches(line, REMINDER, 'reminder'),
    ...named(line, REMINDER_OF_THING, { verb: 'remember', force: 'reminder' }),
    ...(line.role === 'other' ? [] : promisedThings(line)),
    ...(line.role === 'owner' ? ownersProposals(line) : []),
    ...causedDeeds(line),
    ...welcomes(line),
    ...ownShare(line),
    ...errandsOnTheWay(line),
    ...matches(line, FIRM_OTHER, 'firm'),
    ...matches(line, FIRM, 'firm'),
    ...named(line, DEBT, { verb: debtVerb(line.text), force: 'firm' }),
    ...matches(line, LEFT, 'anyone'),
    ...inflected(line, OMITTED, 'anyone'),
    ...matches(line, SOFT, 'soft'),
    ...matches(line, SUGGESTED, 'soft'),
    ...(line.question ? matches(line, OFFER, 'soft') : shareOf('I', line, 'soft')),
    ...inflected(line, MEETS, 'soft'),
    ...(line.dates.length > 0 ? inflected(line, DOING, 'firm') : []),
    ...(hasFutureDay(line)
      ? [
          ...matches(line, WE_WILL, 'firm'),
          ...matches(line, LET_ME, 'soft'),
          ...inflected(line, PROGRESSIVE, 'firm'),
        ]
      : []),
  ];
  return withoutOverlaps(found.flatMap((proposal) => (isDeed(proposal) ? [proposal] : secondHalf(proposal))));
}

/** What only the owner takes on by saying so. */
function ownersProposals(line: Line): Proposal[] {
  const elided = line.question ? [] : matches(line, ELIDED, 'firm');
  return [...elided, ...matches(line, WE_STILL, 'firm')];
}

/** What the other was about to do, in the turn before. */
export function lastOffer({ turn }: Line, before: readonly Line[]): Proposal | undefined {
  return before
    .filter((line) => line.role === 'other' && line.turn === turn - 1)
    .flatMap(ownProposals)
    .at(-1);
}

function debtVerb(text: string): string {
  return /\b(?:dollars?|bucks?|cents?|euros?|pounds?|money|rent|for)\b|\$/i.test(text) ? 'pay' : 'give';
}

function isUncertain(line: Line): boolean {
  const { text } = line;
  if (/\bI (?:think|believe|guess|expect|hope) I (?:will|can|may)\b/i.test(text) && !hasFutureDay(line))
    return true;
  if (HEDGE.test(text) || RIGHT_NOW.test(text)) return true;
  return (
    CONDITION.test(text) &&
    !/\b(?:ask|check|see|find out|confirm|tell|know)\b[^,]*\b(?:if|whether)\b/i.test(text)
  );
}
