import { findPersonNames, isNumberWord, STOP_WORDS, tokenize, wordAt, type Token } from '#libs/ai';
import { outingIn, visitIn } from './event-outings.js';
import { coreOf, isNoun, isQuality } from './noun-phrases.js';

const HEADS = words(
  `meeting appointment party concert dinner lunch breakfast brunch barbecue picnic wedding funeral birthday anniversary training workshop
   seminar conference congress webinar course class lesson lecture exam test interview review kickoff standup call session visit checkup
   check-up surgery operation scan treatment therapy massage haircut recital performance play show match game race marathon tournament
   competition ceremony graduation festival fair exhibition opening tour trip flight train ferry holiday vacation viewing inspection audit
   stocktake stocktaking inventory rehearsal practice date reunion gathering celebration reception ball prom service checkin check-in
   checkout delivery handover presentation demo briefing hearing trial closing signing election voting assembly event fundraiser auction
   sale drill move movie film opera theater theatre quiz retreat camp hike excursion dentist doctor vet hairdresser orthodontist optician
   physio physiotherapist vaccination shot christening baptism sleepover playdate bbq potluck orientation screening premiere launch cinema circus matinee regatta housewarming
   reading supervision retro retrospective catchup consultation tasting recording fitting assessment
   drinks refresher induction gala gig jubilee vernissage supper talk graduation parade speech photoshoot shoot walkthrough cleanup clean-up count mass`,
);
/** Of those, the ones that are also everyday words, and count only with a word before them that makes them special ("fire drill"). */
const NEEDS_MODIFIER = words(
  'talk speech call test cinema play show game sale drill move date service shot count count evening class course practice visit opening delivery train scan launch shoot event handover fair film ball mass closing trial',
);
/** "Comedy night", "the glazing day": with the thing that fills it. */
const FILLED = words('night morning afternoon evening day');
/** One comes "to dinner"; "to review" is a verb. */
const MEALS = words('breakfast brunch lunch dinner supper drinks');
const VENUES = words('theatre theater cinema opera');
/** Events that fill a day: no hour is needed. */
const ALL_DAY =
  /\b(?:birthday|wedding|anniversary|trip|flight|holiday|vacation|festival|conference|funeral|graduation|marathon|reunion|retreat|camp|christening|baptism|excursion|congress|cabin|hotel|moving)\b/i;
const EVENING =
  /\b(?:dinner|concert|party|movie|film|opera|theater|theatre|show|play|quiz|ball|prom|reception|evening|night|cinema|drinks?|tasting|meal|supper|gig|musical|going out|coming over|reading|performance|screening|premiere|club|choir|rehearsal|bowling|pub|anniversary|birthday|celebration|darts|poker|karaoke)\b/i;
const MORNING = /\b(?:breakfast|brunch|hik(?:e|ing)|climbing|skiing|sailing)\b/i;
const FIXED =
  /\b((?:tea|coffee|cake|pizza|pancakes|supper|soup|curry|cards|a film|board games)(?= (?:at|on|in) (?:my|our|your|mine|ours|the|his|her)\b)|parents'? evening|open (?:day|house|morning|evening|afternoon)|sports day|(?:movie|film|game|games|quiz|date|girls'?|poker|bowling) night|(?:garage|yard|bake) sale|school play|moving day|driving test|book club|happy hour|office hours|photo shoot)\b/i;
const TWO_WORDS = /\b(check|clean|kick|follow|walk|warm|catch)[ -](in|up|off|through|out)\b/gi;
const ASKED_FOR =
  /\b(?:day|date|time|slot|appointment) for (?:the|a|an|our|my|your|this|that) ([a-z' -]{3,40})/i;
const BOOKED =
  /\b(?:book|reserve|schedule|arrange|plan|organi[sz]e|(?:make|set up)(?= an? (?:appointment|meeting|reservation|date))) (?:a|an|the|my|our|us a|me a)(?: \w+)?? ([a-z' -]{3,60})/i;
const STOP_AT = words(
  'the a an my your our his her their its this that these those some any no every each another is was has have had are were be been need needs with for to of in on at and or but from by about next last one two three new old big small little great nice good whole first second third local annual weekly monthly quick short long same other',
);
/** Adjectives that belong into a name after all. */
const KEEP = words('annual weekly monthly new');

export interface EventName {
  /** As a calendar shows it, e.g. `Budget review`. */
  readonly title: string;
  readonly allDay: boolean;
  readonly kind: 'evening' | 'morning' | null;
}

/** The event that a sentence names, or null: its noun with what makes it special, and with whom. */
export function eventNameIn(text: string): EventName | null {
  const fixed = FIXED.exec(text)?.[1];
  if (fixed) return named(fixed.toLowerCase());
  const outing = outingIn(text) ?? visitIn(text);
  if (outing) return named(outing);
  const visitor = VISIT.exec(text)?.[1];
  if (visitor) return named(`visit of ${visitor.charAt(0).toLowerCase()}${visitor.slice(1)}`);
  const joined = text.replace(TWO_WORDS, '$1$2');
  const tokens = tokenize(joined);
  const at = tokens.findLastIndex((_, index) => isEventNoun(tokens, index) && !isTimeItself(tokens, index));
  if (at < 0) return null;
  const after = joined.slice(tokens[at]!.end);
  return named(`${celebrated(after)}${withModifiers(tokens, at)}${company(after)}`);
}

function isEventNoun(tokens: readonly Token[], at: number): boolean {
  const word = tokens[at]!.word.replace(/'s$/, '');
  if (FILLED.has(word)) return isFilled(tokens, at);
  if (VENUES.has(word) && isPlace(tokens, at)) return false;
  if (!HEADS.has(word) || isPartOfName(tokens, at) || isTitle(tokens, at)) return false;
  if (!NEEDS_MODIFIER.has(word)) return true;
  // "The boys play the final."
  if (/^(?:the|a|an|our|his|her|my|your)$/.test(wordAt(tokens, at + 1))) return false;
  return withModifiers(tokens, at).includes(' ') || isSubject(tokens, at);
}

function isFilled(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1];
  if (!before || tokens[at]!.afterPause || STOP_WORDS.has(before.word) || STOP_AT.has(before.word))
    return false;
  const word = before.word.replace(/'s$/, '');
  if (/^(?:following|coming|evening|morning|working|whole|entire|week|weekend|yester|to)$/.test(word))
    return false;
  return (isNoun(word) || !isQuality(word)) && !isNumberWord(word);
}

/** "at the Lantern Theatre" tells where. */
function isPlace(tokens: readonly Token[], at: number): boolean {
  return tokens
    .slice(Math.max(0, at - 4), at)
    .some(
      ({ word }, i, all) =>
        /^(?:at|in|near|outside|opposite)$/.test(word) && !all.slice(i + 1).some((one) => one.afterPause),
    );
}

/** "the new date", "another appointment": when, not what. */
function isTimeItself(tokens: readonly Token[], at: number): boolean {
  return (
    /^(?:date|appointment)$/.test(tokens[at]!.word) &&
    /^(?:new|other|another|next|exact|final)$/.test(wordAt(tokens, at - 1))
  );
}

/** "Doctor Osei" is a person, no visit to one. */
function isTitle(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1];
  return tokens[at]!.word === 'doctor' && next !== undefined && /^\p{Lu}/u.test(next.raw) && !next.afterPause;
}

const CELEBRATED =
  /^ (?:of|for) (?:(?:my|our|your|his|her|their) (?:\p{Ll}+ ){0,2})?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)(\p{Lu}\p{Ll}+)(?! \p{Lu})/u;
const NO_PURPOSE =
  /^(?:day|date|time|call|note|list|reservation|mistake|decision|difference|table|copy|copies)$/;
const NO_BENEFICIARY = /\b(?:weekend|week|day|night|people|person|two|three|four|me|us)\b/;
const VISIT =
  /^(?:\w+, )?((?:the|our|a|some|my) [a-z ]{3,30}?(?: from [A-Za-z ]{3,20})?) (?:visits?|is visiting|are visiting|comes? to (?:see|visit)) us\b/i;

/** What a sentence wants a day for: "we need a day for the stocktake", "I would like to book a service for my car". */
export function purposeIn(text: string): EventName | null {
  const wanted = ASKED_FOR.exec(text)?.[1] ?? BOOKED.exec(text)?.[1] ?? '';
  const [thing = '', beneficiary = ''] = wanted.split(/ for /);
  const core = coreOf(thing.replace(/\b(?:on|at|by|and|because|before|after|next|this)\b.*$/, ''));
  if (core === '' || NO_PURPOSE.test(core)) return null;
  const whose = NO_BENEFICIARY.test(beneficiary) ? '' : coreOf(beneficiary);
  return named(`${whose} ${core}`.trim());
}

/** An event by a name that is already clear. */
export function named(phrase: string): EventName {
  const title = phrase
    .replace(/\bcheck(in|up|out)\b/gi, 'check-$1')
    .replace(/\b(follow|catch)up\b/gi, '$1-up')
    .replace(/\bcleanup\b/gi, 'clean-up');
  const upper = title.charAt(0).toUpperCase() + title.slice(1);
  return {
    title: upper,
    allDay: ALL_DAY.test(title),
    kind: EVENING.test(title) ? 'evening' : MORNING.test(title) ? 'morning' : null,
  };
}

/** A verb follows, or what goes with something else: "to review", "over lunch". */
const NO_EVENT_AFTER =
  /^(?:to|will|can|could|should|would|must|i|you|we|they|please|not|let|us|after|before|during|since|until|make|making|cook|cooking|eat|eating|cooked|made|ate|over|including|includes|plus)$/;
/** With a word before it a thing, and no event: "concert tickets". */
const COMPOUND =
  /^(?:rooms?|dress|cake|card|cards|present|gift|tickets?|invoices?|list|table|station|results?|menu|hall|office|bag|food|plan|planning|ring|school|jacket|suit|notes?|minutes|calendar|schedule|requests?|photos?|pictures?|noise|report|board|day)$/;

/** "review the plan", "train the driver": a verb here. "meeting room": part of another name. */
function isPartOfName(tokens: readonly Token[], at: number): boolean {
  const before = wordAt(tokens, at - 1);
  const after = tokens[at + 1];
  if (NO_EVENT_AFTER.test(before)) return !(before === 'to' && MEALS.has(tokens[at]!.word));
  if (!after) return false;
  return /^included?s?$/.test(after.word) || (!after.afterPause && COMPOUND.test(after.word));
}

function withModifiers(tokens: readonly Token[], at: number): string {
  let from = at;
  while (at - from < 3 && isModifier(tokens, from - 1)) {
    from -= 1;
    if (isPossessive(tokens[from]!.word)) break;
  }
  return tokens
    .slice(from, at + 1)
    .map(plainWord)
    .join(' ');
}

/** Whether the word belongs to the name that begins after it. */
function isModifier(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!token || tokens[at + 1]!.afterPause || isVerbLike(tokens, at)) return false;
  if (isPossessive(token.word) || KEEP.has(token.word)) return true;
  // "first aid course", "second hand sale", but not "first meeting".
  if (/^(?:first|second|third)$/.test(token.word) && !HEADS.has(tokens[at + 1]!.word)) return true;
  return !STOP_AT.has(token.word) && !STOP_WORDS.has(token.word) && !/(?:ly|ed)$/.test(token.word);
}

function isPossessive(word: string): boolean {
  return (
    /'s$/.test(word) &&
    !/^(?:it|that|there|here|what|let|today|tomorrow|tonight|\w+day|week|month|year)'s$/.test(word)
  );
}

/** Without the capital that begins a sentence; names keep theirs. */
function plainWord({ raw, word }: Token): string {
  return /^\p{Lu}/u.test(raw) && findPersonNames(raw.replace(/'s$/, '')).length === 0 ? word : raw;
}

/** "For the play!" */
function isWholeMatter(tokens: readonly Token[], at: number): boolean {
  return at <= 3 && at === tokens.length - 1 && /^(?:for|about)$/.test(wordAt(tokens, at - 2));
}

/** "The show is at half past eight", "my scan on Monday": with a time of its own even a plain word names an event. */
function isSubject(tokens: readonly Token[], at: number): boolean {
  // "Delivery on Friday at seven?"
  if (at === 0 && /^(?:on|at|this|next|tomorrow|tonight)$/.test(wordAt(tokens, 1))) return true;
  if (isWholeMatter(tokens, at)) return true;
  // "Can we move our call?"
  if (/^(?:our|my|your)$/.test(wordAt(tokens, at - 1)) && (tokens[at + 1]?.afterPause ?? true)) return true;
  const after = `${wordAt(tokens, at + 1)} ${wordAt(tokens, at + 2)}`;
  return (
    /^(?:the|our|my|your|his|her|their|a)$/.test(wordAt(tokens, at - 1)) &&
    /^(?:(?:is|starts?|begins?) )?(?:at|on|from|next|this|tomorrow|tonight)\b/.test(after)
  );
}

/** "bring", "book" before the noun: what is done with it. */
function isVerbLike(tokens: readonly Token[], at: number): boolean {
  return /^(?:have|has|book|booked|attend|start|starts|schedule|plan|cancel|missed?|enjoy|organi[sz]e|host|join|bring|order|about|during|before|after|happy|finish|love|hate|postpone|move|moved|reschedule|wants?|gives?|takes?|plays?|confirm|arrange|visit|watch|see)$/.test(
    tokens[at]!.word,
  );
}

/** "of my son Oliver", "for our daughter Emma": `Oliver's `. */
function celebrated(after: string): string {
  const name = CELEBRATED.exec(after)?.[1];
  return name ? `${name}'s ` : '';
}

/** "with Anna", "with the architect", "at the dentist": who else is there. */
function company(after: string): string {
  const match =
    /^ with (?:(?:the|my|our|your|his|her|their) )?(?:(?:new|old|whole) )?((?:(?:Doctor|Dr|Mister|Mr|Missus|Mrs|Ms|Miss|Professor|Nurse|Coach|Captain|Judge|Pastor|Aunt|Uncle)\.? )?\p{L}+(?: and \p{Lu}\p{L}+)?)/u.exec(
      after,
    );
  const place = coreOf(/^ at (the (?:\p{Ll}+ ){0,2}\p{Ll}+)/u.exec(after)?.[1] ?? '');
  if (!match && place !== '' && !/^(?:same|moment|end|weekend|latest|time|beginning)\b/.test(place))
    return ` at the ${place}`;
  if (!match || /^(?:you|me|us|it|them|him|her|that|this|a|an|all|everyone|everybody|both)$/i.test(match[1]!))
    return '';
  return ` with ${/^\p{Lu}/u.test(match[1]!) ? '' : 'the '}${match[1]}`;
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(/\s+/));
}
