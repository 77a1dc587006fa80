import { expandContractions, isFirstName, tokenize, type Token } from '#libs/ai';
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
  /** It may stand nowhere in the evidence: the name of a speaker, or the kind of the answer ("which medicine"). */
  readonly mayBeUnsaid: boolean;
  /** The noun after "which" or "what". */
  readonly isFocus: boolean;
  /** "my blood pressure": a thing of the owner's. */
  readonly isOwned: boolean;
}

export interface Question {
  readonly kind: QuestionKind;
  readonly terms: readonly Term[];
  /** The owner asks about the owner: "I", "my". */
  readonly aboutOwner: boolean;
  /** What holds now is asked for: "now", "still", "currently". */
  readonly wantsLatest: boolean;
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
   not no any some every each all also just now still currently today tomorrow yesterday tonight last next ago week month year
   please tell know remember remind according let say said ever again exactly`.split(/\s+/),
);

/** Words so common that finding or missing them says little. */
const COMMON_WORDS = new Set(
  `go get make take come want need give put see look good right like thing use keep let try think mean find out up down away back
   first new other another different own really very more most less kind person people one`.split(/\s+/),
);
const COMMON_WEIGHT = 0.4;

const MEDIA =
  /\b(podcast|lecture|sermon|broadcast|documentary|radio|audiobook|video|tv|television|film|movie|talk show|news)\b/i;

export function readQuestion(text: string, askedAtMs: number, timeZone: string): Question {
  const plain = expandContractions(text);
  const period = periodOf(plain, askedAtMs, timeZone);
  const terms = termsOf(plain, period);
  return {
    kind: kindOf(plain, terms, period),
    terms,
    aboutOwner: /\b(I|me|my|mine|we|our|us)\b/i.test(plain),
    wantsLatest: /\b(now|nowadays|currently|still|these days|latest|at the moment|any ?more)\b/i.test(plain),
    aboutMedia: MEDIA.test(plain),
    period,
  };
}

const KINDS: readonly (readonly [RegExp, QuestionKind])[] = [
  [
    /\b(to-?do( list)?|tasks?|action items?|reminders?|have to do|need to do|still to do|left to do)\b/i,
    'tasks',
  ],
  [/\bwhat\b[^?]*\babout\b(?! (you|me))/i, 'about'],
  [/\b(summari[sz]e|recap|summary)\b/i, 'recap'],
  [/\bwhat (?:did|have) (?:i|we) (?:do|done|talk|talked|discuss|discussed|say|said)\b/i, 'recap'],
  [
    /\b(when|what time|what date|which date|what day|which day|which month|what month|what year|how soon|until when|since when)\b/i,
    'when',
  ],
  [/\bhow (much|many|long|often|far|old|big|tall|high|heavy|fast)\b/i, 'amount'],
  [/\b(who|whom|whose)\b/i, 'who'],
  [
    /\b(where|which (city|town|country|place|room|street|restaurant|hotel)|what (city|town|country|place|room|street|address))\b/i,
    'where',
  ],
  [/\b(why|how come|what for|for what reason)\b/i, 'why'],
];

function kindOf(text: string, terms: readonly Term[], period: Period | null): QuestionKind {
  const kind = KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
  // "What did I say about the roof?" names a thing: that is looked up like any other question.
  const namesSomething = terms.some(({ weight }) => weight > COMMON_WEIGHT);
  if (kind === 'recap' && namesSomething) return 'other';
  if (kind === 'tasks' && namesSomething && !/\b(tasks?|to-?do|action items?)\b/i.test(text)) return 'other';
  if (kind === 'about' && period === null && !/\bwhat (is|was|were|are)\b/i.test(text)) return 'other';
  return kind;
}

function termsOf(text: string, period: Period | null): Term[] {
  const tokens = tokenize(text);
  const focus = focusOf(tokens);
  const terms = new Map<string, Term>();
  tokens.forEach((token, index) => {
    if (FUNCTION_WORDS.has(token.word) || isInside(token, period)) return;
    const isName = index > 0 && isFirstName(token.raw.replace(/['’]s?$/, ''));
    const isFocus = token === focus;
    const root = rootOf(token.word);
    terms.set(root, {
      root,
      weight: COMMON_WORDS.has(token.word) ? COMMON_WEIGHT : 1,
      mayBeUnsaid: isName || isFocus,
      isFocus,
      isOwned: /^(my|our)$/.test(tokens[index - 1]?.word ?? ''),
    });
  });
  return [...terms.values()];
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
