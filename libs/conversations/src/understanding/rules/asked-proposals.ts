import { infinitiveOf } from '#libs/ai';
import { owedSums, wantedAhead } from './owed-sums.js';
import { shareOf } from './shared-work.js';
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
import { imperatives } from './imperatives.js';
import { CONDITION, HEDGE } from './speech-acts.js';
import type { Line } from './talk-lines.js';

/** What is asked of whoever is present. */
const ASKED_OF_ANYONE = lead(
  `(?:\\b(?:somebody|someone|one of us|anybody|anyone) (?:really |just )?(?:should|ought to|has to|needs to|must|had better)|\\b(?:can|could|would|will) (?:somebody|someone|anybody|anyone|one of (?:us|you))|\\b(?:I|we) (?:will |would |still |really )*(?:need|want|like|are looking for) (?:somebody|someone|a volunteer) to)`,
);

/** What is asked of the listener. */
const ASKED = lead(
  `(?:(?<!\\b(?:what|why|how|where|which)\\b[^,.;]{0,20})\\b(?:can|could|would|will) you(?: guys| two| all)?|\\bplease|\\b(?:do not|never) forget to|\\bremember to|\\bmake sure (?:that )?(?:you|to)|\\bbe sure to|\\byou (?:will |would |really |still |also |just |only )*(?:have to|need to|must|should|had better|are supposed to|ought to)|\\b(?:all|the only thing) you (?:have|need) to do is(?: to)?|\\b(?:(?:it is )?your (?:turn|job|task)|your (?:job|task) is) to|\\b(?:I|we) (?:need|want|would like|expect) you to|\\bwould you be (?:able|willing|so kind as) to|\\b(?:any|some) chance (?:that )?you (?:could|can)|\\byou (?:were (?:going|supposed|meant) to|said you (?:would|were going to)|(?:had )?promised (?:me |us )?to)|\\bI was (?:hoping|wondering if) you (?:could|can)|\\byou (?:could|would) not(?: (?:possibly|happen to))?(?=[^.]*\\?)|\\bif you (?:could|can|would)|\\bdo you think you (?:could|can)|\\bmay I ask you to|\\b(?:would|is) it (?:be )?possible for you to|\\bcould I (?:ask|trouble|get) you to|\\b(?:it would be (?:great|nice|good|helpful|lovely)|I would appreciate it|I would be grateful) if you (?:could|would))`,
);

/** "Did you return the books?", "Who tells the landlord?": a deed that waits for somebody to take it on. */
const MATTER_DONE =
  /\b(?:did|have) you (?:already |actually |ever |both )?(?!still\b|got\b|any\b|ever\b|been\b|seen\b|heard\b)(\w+)(?= )/gi;

/** "Nobody has rung the surveyor yet" */
const MATTER_OPEN =
  /\b(?:nobody|no one|none of us|we still) (?:has|have|is) (?:not )?(?:yet |actually |even )?(?!been\b|got\b|seen\b|heard\b)(\w+(?:ed|en|t|ne|ght|de|ng|wn))(?= (?:the|my|our|your|his|her|an?|any|\p{Lu}))/giu;
/** "Did you get round to fixing it?" */
const MATTER_OF_TIME = /\b(?:did|have) you (?:ever )?(?:get|got|gotten) (?:a)?round to (\w+ing)\b/gi;

/** "Are you going to call him?" */
const MATTER_PLANNED = lead(`\\bare you (?:(?:still|also) )?(?:going|planning) to`);

/** "So you will send out the invitations?" */
const TAKEN_FOR_GRANTED = lead(`\\byou (?:will|are going to|can)`);

const MATTER_WHO =
  /\bwho (?:(?:will|can|could|should|is going to|wants to|has to|would) (\w+)|is (\w+ing)|(\w+s))(?= )/gi;

/** "We should pack the kitchen by Friday": with a day, wanted of the listener too. */
const ASKED_OF_US = lead(
  `\\bwe (?:(?:really|also|still|all|both) )*(?:should|have to|need to|must|ought to|had better)`,
);

/** "The unit must be tested", "the plants need watering": a deed for whoever takes it on. */
const PASSIVE_NEED =
  /\b((?:the|our|your|my|this|that|those|these) (?:[\w-]+ ){0,3}?[\w-]+|it|that|they|those) (?:(?:still|also|really) )*(?:(?:has|have|needs?|ought) to (?:be|get)|must be|should be|gets?(?= (?!done\b)\w+ (?:by|on|before|today|tomorrow|tonight|this)\b)) (\w+(?:ed|en|t|nt|ne|wn|ung|ade|aid|ent))\b|\b((?:the|our|your|my|this|that|those|these) (?:[\w-]+ ){0,4}?[\w-]+|it|that|they|those) (?:(?:still|also|really|badly) )*(?:needs?|wants?|could do with) (\w{2,}ing)\b/gi;

/** Advice; nobody is waiting for it to be followed. */
const ADVICE = /\byou (?:\w+ )?(?:should|ought to|could|had better)\b/i;

/** "Could we use your ladder?": what the listener is to lend. */
const LOAN = /\b(?:can|could|may|might) (?:I|we) (?:please )?(?:use|borrow) (?=your\b)/gi;

/** "I need the keys back by Tuesday", "can we have the list by noon?": what the listener is to hand over. */
const HANDOVER =
  /\b(?:let me have|(?:can|could|may|might) (?:I|we) (?:please )?(?:have|get)|(?:can|could|will|would) you have|(?:any|some) chance of (?:me |us )?(?:having|getting)|(?:I|we) (?:(?:also|still|just|really) )*(?:would (?:(?:also|still|just|really) )*(?:like|need|want)|will (?:need|want)|am (?:still )?(?:missing|short of)|need|want|expect|ask for|am (?:also |still )?(?:after|waiting for|chasing)|are (?:also |still )?(?:after|waiting for|chasing))) (?=(?:(?:the|your|his|her|those|these|an?|both|all|some|one)\b|(?:it|that|them|those|these)\b(?= (?:back|from you|in (?:my|our|your)|on (?:my|our|your)|by|before|on|as|no later|until|this|next|tomorrow|tonight)\b)))/gi;
/** "When can I expect the quote?" */
const WHEN_TO_EXPECT =
  /\b(?:when|how soon|by when) (?:can|could|will|would|may|should|shall) (?:I|we|they|he|she) (?:expect|have|get|receive) (?=(?:the|your|those|these|an?|my|our)\b)/gi;
/** "Could you have printouts of the pages with you?" */
const BRING_ALONG = /\b(?:can|could|will|would) you have (?=[^?.;]{3,60} with you\b)/gi;

/** "Would you mind calling them?", "Any chance of you collecting the boys?" */
const WOULD_YOU_MIND =
  /\b(?:(?:would|do) you mind|(?:any|some) chance of you|(?:how|what) about you|would you be up for) (\w+ing)\b/gi;

/** "It would be great if you spoke to them", "I would rather you paid it now" */
const IF_YOU_DID =
  /\b(?:(?:it would be|it would|I would be|I would) (?:\w+ ){1,3}if you|I would rather you|it is (?:high )?time you) (?!could\b|would\b|were\b|had\b|did\b)(\w+(?:ed|ke|t|ve|de|ng|ght|w|id|ame|an|aw))\b/gi;

/** Wanted at once, or for an answer only. */
const NOT_ASKED =
  /^(?:hear|see(?! (?:an?|the|your|to)\b)|imagine|believe|tell (?:me|us)|say|repeat|spell|explain|show me|help(?: me)?(?: with| out)?\b(?! (?:\w+ ){1,4}(?:on|tomorrow|next))|be|come(?! (?:by|round|over|in) )|wait|hold|excuse|go ahead|sit|have (?!a (?:look|word|chat))|take (?:a|your) (?:seat|time)|keep|stop(?! (?:by|off|in) )|relax|listen|look(?! (?:for|into|after|up|at|over|through)\b)|remember me|confirm that|pass me|give me (?:an?(?! (?:hand|lift|ring|call)\b)|one|your)|just a|forgive|do not|not|note that|welcome|let (?:me|us) (?!have|know\b.* (?:by|before|until|till|on) )|stay|enjoy|(?:tell|give|send) .{0,40}\b(?:hello|hi|regards|love|congratulations|good luck|get well|best wishes)\b|(?:give|send|wish) .{0,40}\bfrom (?:me|us|all of us)\b|say hello|make it\b|no\b|think|guess|feel free|turn to|open (?:your|the) (?:mouth|book)|afford|recommend|suggest|smell|taste|count on|call me back if|check in)\b/i;

/** Wanted on the spot, unless a day is named. */
const ON_THE_SPOT =
  /^(?:(?:put|stick|pop|switch|turn) the (?:kettle|lights?|heating|telly|tv|radio|oven|fire) (?:on|off)|(?:close|shut|open|lock|get|mind) (?:the|that|your) (?:door|window|gate|lid|curtains|blinds|book|laptop)|(?:turn|switch) (?:(?:it|that|this|the \w+) )?(?:on|off|up|down|left|right|around)|hand me|pass (?:me )?the|try (?:this|these|some|one|it|a)|put (?:it|that|them) (?:down|there|here|away|back)|move (?:over|up|back|closer)|take (?:off|that|this|one|some)|grab (?:a|one|some|yourself)|sign here|press|push|pull|pick (?:one|a)|ask away|show (?:him|her|them|us)|start|call me \p{Lu})/iu;

/** Doubts out of politeness only. */
const POLITE =
  /\b(?:could|can|would) you (?:possibly|perhaps|maybe)\b|\bif you (?:could|can|would|\w+(?:ed|ke|ent|ave|ot|ought|ang))\b/i;

/** Deeds that the speaker of the line wants the listener to do. */
export function askedProposals(line: Line): Proposal[] {
  if ((HEDGE.test(line.text) || CONDITION.test(line.text)) && !POLITE.test(line.text)) return [];
  const found = [
    ...matches(line, ASKED, 'asked'),
    ...(line.role === 'other' ? matches(line, ASKED_OF_ANYONE, 'anyone') : []),
    ...shareOf('you', line, 'asked'),
    ...owedSums(line),
    ...passiveNeeds(line),
    ...(line.question
      ? [
          ...[MATTER_OF_TIME, MATTER_DONE, MATTER_WHO].flatMap((pattern) =>
            inflected(line, pattern, 'anyone'),
          ),
          ...matches(line, MATTER_PLANNED, 'anyone'),
          ...matches(line, TAKEN_FOR_GRANTED, 'asked'),
          ...named(line, WHEN_TO_EXPECT, { verb: 'send', force: 'asked' }),
        ]
      : []),
    ...inflected(line, WOULD_YOU_MIND, 'asked'),
    ...inflected(line, IF_YOU_DID, 'asked'),
    ...inflected(line, MATTER_OPEN, 'anyone'),
    ...named(line, LOAN, { verb: 'lend', force: 'asked' }),
    ...(hasFutureDay(line)
      ? [...neededThings(line), ...(line.role === 'other' ? matches(line, ASKED_OF_US, 'asked') : [])]
      : []),
    ...imperatives(line),
  ];
  return withoutOverlaps(
    found.flatMap((proposal) =>
      isDeed(proposal) && !isForNow(line, line.text.slice(proposal.start))
        ? [proposal]
        : secondHalf(proposal),
    ),
  );
}

/** "We need the plan in writing.": what the listener is to hand over. */
export function neededThings(line: Line): Proposal[] {
  const deadline = line.dates.some(({ relation }) => /^(?:by|until|till|before)$/.test(relation));
  return withoutOverlaps([
    ...wantedAhead(line),
    ...named(line, BRING_ALONG, { verb: 'bring', force: 'asked' }),

    ...named(line, HANDOVER, { verb: handoverVerb(line.text), force: 'asked' }).filter(
      ({ start }) =>
        !LIGHT_NOUN.test(line.text.slice(start)) &&
        (deadline || !NOT_TO_HAND_OVER.test(line.text.slice(start))),
    ),
  ]);
}

/** "have a think about the colours": the noun is the deed. */
const LIGHT_NOUN =
  /^an? (?:\w+ )?(?:think|look|word|chat|go|read|listen|try|guess|stab|shot|talk|browse|rummage|ask)\b/i;
/** "He needs the list of the guests. Could you see to that?" */
const WANTED_BY_ANOTHER =
  /\b(?:he|she|they|(?:the|my|our) (?:[\w-]+ )?[\w-]+) (?:(?:also|still|really) )*(?:needs?|wants?|is after|are after|expects?|asks? for) (?=(?:the|an?|some|those|these|our|your) )/gi;

/** What somebody who is not there is waiting for. */
export function thingsForOthers(line: Line): Proposal[] {
  return named(line, WANTED_BY_ANOTHER, { verb: handoverVerb(line.text), force: 'asked' });
}

/** "some help", "a day for the party" */
const NOT_TO_HAND_OVER =
  /^(?:some|all|both|an? (?:\w+ )?(?:days?|dates?|time|hand|word|favou?r|break|minute|moment|coffee|drink|card|room|table|seat|lift|ride|name|look))\b/i;

function isForNow(line: Line, words: string): boolean {
  return NOT_ASKED.test(words) || (line.dates.length === 0 && ON_THE_SPOT.test(words));
}

/** Whether it is good advice rather than a request. */
export function isAdvice({ line, start }: Proposal): boolean {
  return !line.question && line.dates.length === 0 && ADVICE.test(line.text.slice(0, start));
}

function handoverVerb(text: string): string {
  return /\bback\b/i.test(text) ? 'return' : 'send';
}

/** "The unit must be tested" is to test the unit. */
export function passiveNeeds(line: Line): Proposal[] {
  return [...line.text.matchAll(PASSIVE_NEED)].map((match) => {
    const [thing, done] = [match[1] ?? match[3]!, match[2] ?? match[4]!];
    return {
      line,
      force: 'anyone' as const,
      verb: infinitiveOf(done.toLowerCase()),
      start: match.index,
      end: match.index + thing.length,
      verbIsMeant: true,
    };
  });
}
