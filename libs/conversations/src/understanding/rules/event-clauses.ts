import { findPersonNames } from '#libs/ai';
import { performanceIn } from './event-performances.js';
import { coreOf, isPerson } from './noun-phrases.js';
import type { Line } from './talk-lines.js';

/** An event that a sentence tells by how it is built, not by a word from a list. */
export interface ClauseEvent {
  readonly title: string;
  /** "can come", "could be there": proposed, not settled. */
  readonly tentative: boolean;
  /** Of somebody who is not the speaker: "my brother gets married". */
  readonly ofAnother: boolean;
}

const OPENING =
  /^(?:(?:and|so|but|okay|oh|well|also|then|now|right|yes|no|good|great|first|second|third|next|remember|do not forget|look|listen|by the way|anyway|as for the rest),? )*/i;
const NOUN_PHRASE = "(?:(?:the|our|my|your|a|an|another|this|that) )?(?:[\\p{L}'’-]+ ){0,4}?[\\p{L}'’-]+";
const MODAL = '(?:(can|could|would|might|may|should be able to) |will |is going to |are going to )?';

/** "There is a refresher", "there will be an induction for new volunteers". */
const EXISTS =
  /^there (?:is|are|will be|is going to be) (?:also |still )?((?:the|a|an|another|our|some) .+?)$/iu;
/** "The go-live is", "our assembly has been moved": what it says is when. */
const TAKES_PLACE = new RegExp(
  `^(${NOUN_PHRASE}) (?:is|will be|takes? place|starts?|begins?|kicks? off|(?:is|was|has been|got) (?:set|scheduled|fixed|planned|moved|postponed|pushed|brought forward|rescheduled))(?: now| again| always)?(?: (?:for|to|at mine|at ours|at my place))?(?:, (?:it|that) is(?: now)?)?$`,
  'iu',
);
/** "The chimney sweep comes", "the plumber could be there", "two technicians will come by". */
const COMES = new RegExp(
  `^(${NOUN_PHRASE}) ${MODAL}(?:comes?|arrives?|(?:is|are) coming|(?:is|are) (?:here|there|at the door)|be (?:here|there|with you|at yours)|stops? by|drops? by|visits?)(?: over| round| around| by| here| back| in)?$`,
  'iu',
);
const ACTIVITY =
  /\b(?:I|we|us|you) (?:(?:am|are|will|can|could|all|both|then) )*(?:going|go) ((?:[\p{L}-]+ )?[\p{L}]+ing)$/iu;
const MATCH =
  /\b(?:I|we) (?:(?:are|will|then) )*play(?:ing)? (?:against |at home against |away against )?(\p{Lu}[\p{L} ]+|the \w+)$/u;
/** "The kids play the semifinal", "the choir gives a concert". */
const PERFORMS = new RegExp(
  `^(${NOUN_PHRASE}) (?:plays?|performs?|presents?|gives?|puts? on|holds?) ((?:the|a|an|their|its|his|her) (?:\\p{L}+ ){0,2}\\p{L}+)$`,
  'iu',
);
/** "I have booked a table at the Anchor for" a time. */
const TABLE =
  /\b(?:I|we) (?:have )?(?:booked|reserved|got) (?:us )?(?:a |the )?(table(?: (?:at|in) (?:the )?\p{Lu}[\p{L}'’]+(?: \p{Lu}[\p{L}'’]+)?)?)$/iu;
const WEDDING = new RegExp(
  `^(${NOUN_PHRASE}) (?:gets?|(?:is|are) getting|will get|marr(?:y|ies)) ?(?:married)?$`,
  'iu',
);
const GROUP_MEETS = new RegExp(
  `^(${NOUN_PHRASE}) (?:(?:is|are) )?(rehearses?|practi[sc]es?|meets?|performs?|rehearsing|practi[sc]ing|meeting|performing|playing)(?: again)?$`,
  'iu',
);
const HOSTS =
  /\b(?:I|we) (?:(?:am|are|will|then) )*(open|launch|celebrate|host|hold|throw|inaugurate|unveil|give|giv|lead|run(?:n)?|chair|present|teach)(?:ing)? ((?:the|a|an|our|my) [\p{L}'-]+(?: [\p{L}'-]+)?)(?: (?:with|at|in|for|to|on|about) [\p{L}' ]+)?$/iu;
const LEAVES_FOR =
  /\bto (\p{Lu}\p{L}+)(?: and [\p{L} ]+)?,? (?:leaving|departing|going out|starting|setting off)$/u;
const MUST_BE_AT =
  /\b(?:I|we) (?:have to|need to|must|should|will|are to|am to) (?:both |all )?(?:be|meet) (?:there )?at (?:the|our|my) ([\p{L}' -]{3,30})$/iu;
const SLOT =
  /\b((?:Doctor|Dr\.?|Professor|Mister|Mr\.?|Missus|Mrs\.?|Ms\.?|Nurse) \p{Lu}\p{L}+|(?!(?:He|She|They|It|We|Who|That|This|There)\b)\p{Lu}\p{L}+) (?:has|could offer|can offer|would have|still has) (?:(?:an? |something |some )?(?:slot|opening|gap|space|time)|something)?(?: free| left)?$/u;

/** "When does the chimney sweep come?", "when is the rehearsal": what the answer gives a time for. */
const ASKED_WHEN = new RegExp(
  `\\bwhen (?:does|do|is|are|will|did) ((?:the|our|your|my|this|that) (?:[\\p{L}'’-]+ ){0,3}?[\\p{L}'’-]+)(?: (come|coming|arrive|arriving|here|there)| start| begin| be| take place| happen| on| again| next)*\\?$`,
  'iu',
);
/** "We are having the neighbours over." */
const HAVING_OVER = new RegExp(
  `\\b(?:I|we) (?:(?:am|are|will be) )?hav(?:e|ing) (${NOUN_PHRASE}) (?:over|round|here)(?: for (?:a |an )?(?:\\p{Ll}+ )?\\p{Ll}+)?$`,
  'iu',
);

/** "I have got physio", "we have the offsite". */
const HAS = new RegExp(`\\bI (?:also )?(?:have got|have|got) (${NOUN_PHRASE})$`, 'iu');
const NO_OCCASION =
  /\b(?:time|nothing|no|work|off|it|that|all|kids|children|patients|customers|clients|guests|people|him|her|them|until|only|free|left|room|space|lot|bit|slots?|gap|openings?|table|appointments?)\b/i;
/** "We are hiking up the hill." */
const PASTIME =
  /\b(?:I|we) (?:(?:am|are|will be|all|both) )+((?:hik|climb|swimm|sail|camp|ski|cycl|row|kayak|surf|danc|bowl|skat|fish|rehears|perform|picnick|barbecu)ing\b(?: (?:up|down|around|along|to|in|at|with) (?:the |our )?[\p{L}' ]{2,25})?)$/iu;

const GROUP_NOUN: Readonly<Record<string, string>> = {
  rehears: 'rehearsal', rehearse: 'rehearsal', practic: 'practice', practis: 'practice', practice: 'practice', meet: 'meeting', perform: 'performance', play: 'game',
}; // prettier-ignore
const NO_SUBJECT =
  /^(?:I|you|he|she|it|we|they|this|that|there|here|who|what|which|how|why|where|when|whose|everything|nothing|everybody|everyone|somebody|someone|nobody|one|all|both|dinner|today|tomorrow|tonight|the (?:shop|store|bus|bank|pharmacy|office|deadline|sun|news|time|rest|first|second|next|last|whole|answer|problem|question|idea|point|plan|bill|rent|form|report|essay|proposal|payment|only)\b.*|.*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day.*)$/i;
const NO_NOUN =
  /\b(?:i|we|you|us|they|he|she|it|please|let|would|will|can|could|to|not|if|when|then|have|has|do|does|take|is|are|and|or)\b/i;
/** People begin jobs and holidays; what they begin is not theirs to attend. */
const PERSON =
  /(?:ist|ician|ian|man|woman|er|or|boss|girl|boy|guy|friend|mum|mom|dad|wife|husband|daughter|son|kids|children|parents)s?$/i;

/** The event of a sentence that names a day and an hour, or null. */
export function clauseEventIn({ text, dates }: Line): ClauseEvent | null {
  const timed = dates.filter(({ relation }) => !/^(?:by|until|till|before|since|due)$/.test(relation));
  const [first] = dates;
  if (!first) return null;
  const lead = text
    .slice(0, first.start)
    .replace(OPENING, '')
    .replace(/[\s,]+$/, '');
  const dated = timed.some(({ day }) => day !== null);
  if (!timed.some(({ clock, part }) => clock !== null || part !== null))
    return dated ? (comingOver(lead) ?? event(PASTIME.exec(lead)?.[1] ?? '')) : null;
  return (dated ? firstOf(BY_SUBJECT, lead) : null) ?? firstOf(BY_DEED, lead);
}

/** Guests fill the evening of a day, whatever the hour. */
function comingOver(lead: string): ClauseEvent | null {
  const guests = HAVING_OVER.exec(lead)?.[1];
  return event(guests ? `${coreOf(guests)} coming over` : '');
}

/** The event whose time a sentence asks for, or null. */
export function askedWhenIn(text: string): ClauseEvent | null {
  const [, asked = '', comes] = ASKED_WHEN.exec(text) ?? [];
  if (!isThing(asked) || isKinOrName(asked)) return null;
  return event(comes ? `${coreOf(asked)} visit` : coreOf(asked));
}

/** Reads one way of building such a sentence; null when it is not built so. */
type Reading = (lead: string) => ClauseEvent | null;

const BY_SUBJECT: readonly Reading[] = [
  (lead) => {
    const core = coreOf(EXISTS.exec(lead)?.[1] ?? '');
    return NO_OCCASION.test(core) ? null : event(core);
  },
  (lead) => {
    const [, comer = '', modal] = COMES.exec(lead) ?? [];
    const visit = isThing(comer) ? event(`${coreOf(comer)} visit`) : null;
    return visit && { ...visit, tentative: modal !== undefined, ofAnother: isKinOrName(comer) };
  },
  (lead) => {
    const subject = TAKES_PLACE.exec(lead)?.[1] ?? '';
    return isThing(subject) && !PERSON.test(subject) && !isKinOrName(subject) ? event(coreOf(subject)) : null;
  },
  (lead) => {
    const [, group = '', deed = ''] = GROUP_MEETS.exec(lead) ?? [];
    const noun = GROUP_NOUN[deed.toLowerCase().replace(/(?:e?s|ing)$/, '')] ?? 'meeting';
    return isThing(group) ? event(`${coreOf(group)} ${noun}`) : null;
  },
];

const BY_DEED: readonly Reading[] = [
  (lead) => event(ACTIVITY.exec(lead)?.[1] ?? ''),
  (lead) => {
    const [, performer = '', performed = ''] = PERFORMS.exec(lead) ?? [];
    return isThing(performer) ? event(coreOf(performed)) : null;
  },
  (lead) => event(TABLE.exec(lead)?.[1] ?? ''),
  (lead) => event(after('match against ', MATCH.exec(lead)?.[1])),
  (lead) => {
    const couple = WEDDING.exec(lead)?.[1] ?? '';
    const wedding =
      couple !== '' && !NO_SUBJECT.test(couple) && /marr/i.test(lead)
        ? event(`${possessive(couple)} wedding`)
        : null;
    return wedding && { ...wedding, ofAnother: true };
  },
  comingOver,
  (lead) => {
    const [, deed = '', hosted = ''] = HOSTS.exec(lead) ?? [];
    const opening = /^(?:open|inaugurate|unveil)/i.test(deed) ? 'opening of the ' : '';
    return event(hosted === '' ? '' : `${opening}${coreOf(hosted)}`);
  },
  (lead) => event(after('trip to ', LEAVES_FOR.exec(lead)?.[1])),
  (lead) => event(PASTIME.exec(lead)?.[1] ?? ''),
  (lead) => {
    const had = HAS.exec(lead)?.[1] ?? '';
    const core = coreOf(had);
    return isThing(had) &&
      !/\b(?:down|in|up|off|out|on)$/i.test(had) &&
      !NO_OCCASION.test(core) &&
      !PERSON.test(core)
      ? event(core)
      : null;
  },
  (lead) => event(coreOf(MUST_BE_AT.exec(lead)?.[1] ?? '')),
  (lead) => {
    const meeting = event(after('appointment with ', SLOT.exec(lead)?.[1]));
    return meeting && { ...meeting, tentative: true };
  },
  (lead) => {
    const performance = performanceIn(lead);
    return performance === null ? null : { title: performance, tentative: false, ofAnother: true };
  },
];

function firstOf(readings: readonly Reading[], lead: string): ClauseEvent | null {
  for (const read of readings) {
    const found = read(lead);
    if (found) return found;
  }
  return null;
}

function after(start: string, name: string | undefined): string {
  return name === undefined ? '' : `${start}${name}`;
}

/** A subject that may be an event or bring one: a noun with its article, or a name of few words. */
function isThing(subject: string): boolean {
  if (subject === '' || NO_SUBJECT.test(subject) || NO_NOUN.test(subject) || coreOf(subject) === '')
    return false;
  return (
    /^(?:the|our|my|your|a|an|another|this|that|two|three|\p{Lu}\p{L}*'s)\b/iu.test(subject) ||
    subject.split(' ').length <= 3
  );
}

/** "my brother", "Hannah": a private matter of somebody. */
function isKinOrName(subject: string): boolean {
  return isPerson(subject) || findPersonNames(subject.replace(/\p{L}+'s /gu, '')).length > 0;
}

/** "my cousin Ines" is "cousin Ines's". */
function possessive(subject: string): string {
  const bare = subject.replace(/^my (?:\w+ )?(?=\p{Lu})/u, '').replace(/^(?:my|our) /i, '');
  return `${bare}'s`;
}

/** "I have pencilled in", "I have got two": no thing. */
const NO_TITLE =
  /^(?:\p{Ll}+(?:ed|ing) (?:in|out|up|down|off|on|over|to|for|you|it|that)|\p{Ll}+ed|one|two|three|four|five|six|seven|eight|nine|ten|some|any|many|few|more|got|had|been|gone|taken|put|said|made|done)\b$/iu;

function event(title: string): ClauseEvent | null {
  return title === '' || NO_TITLE.test(title) ? null : { title, tentative: false, ofAnother: false };
}
