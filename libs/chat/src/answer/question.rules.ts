import { expandContractions, isFirstName, tokenize, type Token } from '#libs/ai';
import { askedValueOf, namesValue, type AskedValue } from './asked-value.rules.js';
import { rootOf } from './kin-words.js';
import { periodOf, type Period } from './period.rules.js';

/** What kind of thing would answer. `about`: what a conversation as a whole was about; `recap`: what happened in a period. */
export type QuestionKind =
  'when' | 'who' | 'where' | 'why' | 'amount' | 'about' | 'recap' | 'tasks' | 'other';

/** A word of the question that the evidence should contain. */
export interface Term {
  readonly root: string;
  /** How much its absence says, 0 to 1, before rarity counts. */
  readonly weight: number;
  readonly isName: boolean;
  /** The noun after "which" or "what". */
  readonly isFocus: boolean;
  /** What is done: "bring" in "What should I bring to the garage?" */
  readonly isPredicate: boolean;
  /** Names the kind of value asked for, "cost" in "How much does the cake cost?", rather than the topic. */
  readonly isValueWord: boolean;
  /** "my blood pressure": a thing of the owner's. */
  readonly isOwned: boolean;
}

export interface Question {
  readonly kind: QuestionKind;
  /** What an answer must hold besides the topic; null when it may be anything. */
  readonly asked: AskedValue | null;
  readonly terms: readonly Term[];
  /** Who the question is about: the owner ("I", "my"), somebody named, or neither for certain. */
  readonly subject: 'owner' | 'other' | 'open';
  /** What the owner is to do is asked for. */
  readonly aboutDuty: boolean;
  /** Something recorded rather than lived through is asked for: a podcast, a lecture. */
  readonly aboutMedia: boolean;
  /** The time that the question limits itself to. */
  readonly period: Period | null;
}

const FUNCTION_WORDS = new Set(
  `a an the this that these those of to in on at by for from with about as into onto over under than then so and or but if
   i me my mine myself we us our ours you your yours he him his she her hers it its they them their theirs there here
   is am are was were be been being do does did doing have has had having will would can could shall should may might must
   what when where which who whom whose why how much many far often old time day date kind sort way thing things
   not no cannot can't don't any some every each all also just now still currently today tomorrow yesterday tonight last next ago week month year
   please tell going know remember remind according let say said ever again exactly`.split(/\s+/),
);

/** Words so common that finding or missing them says little. */
const COMMON_WORDS = new Set(
  `go get make take come want need give put see look good right like thing use keep let try think mean find out up down away back
   instead first new other another different own really very more most less kind person people one`.split(
    /\s+/,
  ),
);
const COMMON_WEIGHT = 0.4;

const ASKS_DUTY =
  /\b(I|we) (have|need|promised?|agreed?|am|are|still|should|must)\b|\b(do|did|should|must) (I|we) (have|need|promise|agree|do)\b/i;
const MEDIA =
  /\b(podcast|lecture|sermon|broadcast|documentary|radio|audiobook|video|tv|television|film|movie|talk show|news)\b/i;

export function readQuestion(text: string, askedAtMs: number, timeZone: string): Question {
  const plain = expandContractions(text);
  const period = isPast(plain) ? periodOf(plain, askedAtMs, timeZone) : null;
  const terms = termsOf(plain, period);
  return {
    kind: kindOf(plain, terms),
    asked: askedValueOf(plain),
    terms,
    subject: subjectOf(plain, terms),
    aboutDuty: ASKS_DUTY.test(plain),
    aboutMedia: MEDIA.test(plain),
    period,
  };
}

/** Only what happened can be limited to when it was said: what is to be done this week may have been agreed long ago. */
function isPast(text: string): boolean {
  return /\b(did|was|were|had|has|have been|heard|said|told|talked|met|happened)\b/i.test(text);
}

function subjectOf(text: string, terms: readonly Term[]): Question['subject'] {
  if (/\b(I|me|my|mine|we|our|us)\b/i.test(text)) return 'owner';
  return terms.some(({ isName }) => isName) ? 'other' : 'open';
}

/** By the question word that comes first, tried in this order. */
const KINDS: readonly (readonly [RegExp, QuestionKind])[] = [
  [
    /^(when|what time|what date|which date|what day|which day|which month|what month|what year|which year)\b/i,
    'when',
  ],
  [/^how (much|many|long|often|far|old|big|tall|high|heavy|fast)\b/i, 'amount'],
  [/^how soon\b/i, 'when'],
  [/^(who|whom|whose)\b/i, 'who'],
  [
    /^(where|(which|what) (city|town|country|place|room|street|address|restaurant|hotel|building|shop|store))\b/i,
    'where',
  ],
  [/^(why|how come|for what reason)\b/i, 'why'],
  [/^what (is|was|were|are)\b[^?]*\babout\b/i, 'about'],
  [/^what (?:did|have) (?:i|we) (?:do|done|talk|talked|discuss|discussed)\b/i, 'recap'],
  [/^(what|which)\b/i, 'other'],
];
const QUESTION_WORD = /\b(when|what|which|who|whom|whose|where|why|how)\b/i;
const TASK_LIST = /\b(to-?do( list)?|tasks?|action items?|reminders?)\b/i;
const DUTIES = /\b(have to|need to|should) (do|get done)\b/i;
const SUMMARY = /\b(summari[sz]e|recap|summary)\b/i;

function kindOf(text: string, terms: readonly Term[]): QuestionKind {
  const isOpen = terms.every(({ weight }) => weight <= COMMON_WEIGHT);
  if (TASK_LIST.test(text) || (isOpen && DUTIES.test(text))) return 'tasks';
  const kind = SUMMARY.test(text) ? 'recap' : kindByWord(text);
  // "What did we discuss about the roof?" names a thing: that is looked up like any other question.
  return kind === 'recap' && !isOpen ? 'other' : kind;
}

function kindByWord(text: string): QuestionKind {
  const word = QUESTION_WORD.exec(text);
  const asked = word ? text.slice(word.index) : text;
  return KINDS.find(([pattern]) => pattern.test(asked))?.[1] ?? 'other';
}

function termsOf(text: string, period: Period | null): Term[] {
  const tokens = tokenize(text);
  const [focus, predicate] = [focusOf(tokens), predicateOf(tokens)];
  const terms = new Map<string, Term>();
  tokens.forEach((token, index) => {
    if (isFunctionWord(token) || isInside(token, period)) return;
    const isName = index > 0 && isFirstName(token.raw.replace(/['’]s?$/, ''));
    const isFocus = token === focus;
    const root = rootOf(token.word);
    terms.set(root, {
      root,
      weight: COMMON_WORDS.has(token.word) ? COMMON_WEIGHT : 1,
      isName,
      isFocus,
      isPredicate: token === predicate,
      isValueWord: namesValue(token.word),
      isOwned: /^(my|our)$/.test(tokens[index - 1]?.word ?? ''),
    });
  });
  return [...terms.values()];
}

/** "may" helps a verb, "May" is a month. */
function isFunctionWord({ word, raw }: Token): boolean {
  return FUNCTION_WORDS.has(word) && raw !== 'May';
}

function isInside(token: Token, period: Period | null): boolean {
  return period !== null && token.start >= period.from && token.end <= period.to;
}

/** The noun right after "which" or "what", e.g. `medicine`. */
function focusOf(tokens: readonly Token[]): Token | undefined {
  const at = tokens.findIndex(({ word }) => word === 'which' || word === 'what');
  const next = at < 0 ? undefined : tokens[at + 1];
  return next && !FUNCTION_WORDS.has(next.word) ? next : undefined;
}

const SUBJECT = /^(i|we|he|she|they|you|it|who)$/;
const AUXILIARY =
  /^(is|are|was|were|be|been|being|do|does|did|have|has|had|will|would|can|could|should|must)$/;

/** What "who" does is what follows it; else the first content word after the subject (a pronoun, or a name), else after the last auxiliary verb ("are being dropped"). */
function predicateOf(tokens: readonly Token[]): Token | undefined {
  const who = tokens.findIndex(({ word }) => word === 'who');
  const asksDoer = who >= 0 && !/^(?:do|does|did)$/.test(tokens[who + 1]?.word ?? '');
  if (asksDoer) return tokens.slice(who + 1).find(({ word }) => !FUNCTION_WORDS.has(word));
  const subject = tokens.findLastIndex(
    ({ word, raw }, index) => SUBJECT.test(word) || (index > 0 && isFirstName(raw)),
  );
  const start = subject < 0 ? tokens.findLastIndex(({ word }) => AUXILIARY.test(word)) : subject;
  return start < 0 ? undefined : tokens.slice(start + 1).find(({ word }) => !FUNCTION_WORDS.has(word));
}
