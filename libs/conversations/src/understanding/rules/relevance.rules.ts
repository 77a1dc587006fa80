import { type RelevanceDecision, type TranscriptInput } from '#libs/contracts';
import {
  digitOf,
  expandContractions,
  FILLER_WORDS,
  isFirstName,
  isNumberWord,
  splitSentences,
  STOP_WORDS,
  tokenize,
  type Token,
} from '#libs/ai';
import { type RelevanceAnswer } from '../relevance.task.js';
import { BROADCAST_CUE } from './speech-acts.js';

export type RuleVerdict = Pick<RelevanceDecision, 'verdict' | 'reason'>;

/** Source of the numbers: specification of the pipeline, §1.5. */
const SUBSTANTIAL_WORDS = 100;
/** Who wants to be reminded says so soon. */
const OPENING_CHARACTERS = 4_000;
const MIC_CHECK_WORDS = 20;
const EMPTY_WORDS = 25;
const WIDE_SHARE = 0.3;
const WIDE_CHARACTERS_PER_WORD = 1.5;

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const UNREAD_SCRIPT = /[^\P{L}\p{Script=Latin}]/u;
const MIC_WORDS = new Set(
  'test testing tests check checking mic mike microphone sound recording soundcheck audio hello hi can could do you hear me is this thing on working it the a my ok okay yes here there again just now'.split(
    ' ',
  ),
);
const MIC_CUE =
  /\b(?:test(?:ing)?|mic|mike|microphone|sound ?check|(?:can|do) you hear me|is this (?:thing )?on)\b/i;
const REMINDER =
  /\b(?:remind me|remember to|note to (?:my)?self|do not (?:let me )?forget|(?:set|add|create|make) (?:a|an|me a)? ?(?:reminder|task|to-?do|note)|reminder to (?:my)?self|memo to)\b/i;

/** The deterministic tiers: clear cases, or null when judgement is needed. Never discards what it cannot read. Cheap even for hours of talk. */
export function decideRelevance(input: TranscriptInput): RuleVerdict | null {
  const text = input.turns.map((turn) => turn.text).join('\n');
  if (REMINDER.test(expandContractions(text.slice(0, OPENING_CHARACTERS))))
    return { verdict: 'keep', reason: 'explicit_reminder' };
  if (isPlainlySubstantial(input)) return { verdict: 'keep', reason: 'substantial_length' };
  const tokens = tokenize(text);
  if (tokens.length === 0)
    return UNREAD_SCRIPT.test(text) ? null : { verdict: 'discard', reason: 'empty_transcript' };
  const words = wordEquivalents(text, tokens);
  if (words > SUBSTANTIAL_WORDS) {
    const filler = tokens.every(({ word }) => FILLER_WORDS.has(word));
    return filler
      ? { verdict: 'discard', reason: 'filler_only' }
      : { verdict: 'keep', reason: 'substantial_length' };
  }
  return UNREAD_SCRIPT.test(text) ? null : emptiness(text, tokens);
}

/** A hundred words of which one says something: a long talk shows that in its first turns, and the rest need not be read. */
function isPlainlySubstantial({ turns }: TranscriptInput): boolean {
  let words = 0;
  let saysSomething = false;
  for (const { text } of turns) {
    if (text.search(WIDE) >= 0) return false;
    const tokens = tokenize(text);
    words += tokens.length;
    saysSomething ||= tokens.some(({ word }) => !FILLER_WORDS.has(word));
    if (words > SUBSTANTIAL_WORDS && saysSomething) return true;
  }
  return false;
}

function wordEquivalents(text: string, tokens: readonly Token[]): number {
  const wide = text.match(WIDE)?.length ?? 0;
  const characters = text.replace(/\s/g, '').length;
  return wide > characters * WIDE_SHARE ? wide / WIDE_CHARACTERS_PER_WORD : tokens.length;
}

function emptiness(text: string, tokens: readonly Token[]): RuleVerdict | null {
  if (isMicCheck(text, tokens)) return { verdict: 'discard', reason: 'mic_check' };
  if (tokens.some(({ word }) => isNumberWord(word) && digitOf(word) === null)) return null;
  const lone = tokens.length <= 2 && tokens.every(({ word }) => /^(?:yes|no|yeah|nope)$/.test(word));
  if (!lone && tokens.every(({ word }) => FILLER_WORDS.has(word)))
    return { verdict: 'discard', reason: 'filler_only' };
  const noContent =
    tokens.length <= EMPTY_WORDS &&
    !lone &&
    tokens.every(({ word }) => STOP_WORDS.has(word) || FILLER_WORDS.has(word));
  return noContent && !hasName(tokens) ? { verdict: 'discard', reason: 'no_content_words' } : null;
}

/** Counting, the alphabet and singing into a microphone. */
const SOUNDS = /^(?:test|testing|tests|check|checking|hello|la|mic|mike|microphone|[b-hj-z])$/;
const SOUNDCHECK_WORDS = 45;
const SOUNDCHECK_SHARE = 0.4;

function isSoundCheck(text: string, tokens: readonly Token[]): boolean {
  if (tokens.length > SOUNDCHECK_WORDS || !/\b(?:check|test|testing|hello|on\?|hear me|me up)/i.test(text))
    return false;
  const sounds = tokens.filter(({ word }) => SOUNDS.test(word) || digitOf(word) !== null).length;
  return sounds >= tokens.length * SOUNDCHECK_SHARE;
}

function isMicCheck(text: string, tokens: readonly Token[]): boolean {
  if (isSoundCheck(text, tokens)) return true;
  if (tokens.length > MIC_CHECK_WORDS || !MIC_CUE.test(text)) return false;
  const strange = tokens.filter(
    ({ word }) => !MIC_WORDS.has(word) && digitOf(word) === null && !FILLER_WORDS.has(word),
  );
  // A recognizer that is tested mishears a word or two, if the rest is test enough.
  const cues = tokens.filter(
    ({ word }) => /^(?:test|testing|tests|mic|microphone|check)$/.test(word) || digitOf(word) !== null,
  ).length;
  return strange.length === 0 || (cues >= 5 && strange.length <= 2);
}

/** A capital in mid-sentence that is not "I" hints at a name. */
function hasName(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ raw, afterPause }, at) => at > 0 && !afterPause && /^\p{Lu}/u.test(raw) && !/^I\b/.test(raw),
  );
}

const PLAN =
  /\b(?:i|we) (?:will|have to|need to|must|should|am going to|are going to|want to|promised?|decided)\b|\b(?:could|can|would|will) you\b(?! (?:hear|see|imagine|believe))|\bplease \w+|\b(?:let us|appointment|meeting|deadline|due|tomorrow|tonight|next week|monday|tuesday|wednesday|thursday|friday|saturday|sunday|birthday|booked?|reserv)/i;
const FACT =
  /\b(?:i|my|we|our) (?:\w+ ){0,3}?(?:am|are|is|was|have|has|had|live|lived|work|moved|bought|sold|love|hate|like|prefer|allergic|born|married|speak|play|learned|started|quit|stopped)\b/i;
const ADVERT =
  /\b(?:welcome back|the show|after the break|do not go away|stay tuned|coming up next|call now|buy now|order now|now with|only \d+|new and improved|softer|brighter|fresher|cleaner|feel the difference|limited time|special offer|on sale|available (?:now|in stores)|terms and conditions|sponsored|brought to you by|try it today|because you deserve|taste the|do not miss|you are listening to|and now (?:the|to the) (?:traffic|news|sports?|weather)|call now|win (?:two|a|free|tickets)|best mix|the hits of|for the price of|while supplies last|everyone loves|fresh taste|tonight only|the new|even more|commercials?|subscribe|and now the weather|breaking news|what a (?:night|crowd|goal|game|show)|(?:our|the) (?:late |morning |evening )?show (?:begins|starts|returns)|(?:late|morning|breakfast) show|(?:right )?back after|these messages|get your tickets|on tour in|(?:fantastic|special|wonderful|very special) guest|now with (?:extra|more|even)|ask your (?:pharmacist|doctor|dealer)|(?:up to )?\w+ percent (?:off|cheaper)|percent off|our stores?\b|order online|(?:offer|sale) ends|the hits|for a limited|money back|free delivery|call this number|terms apply|new (?:season|episode)s?|live from|traffic and weather|top of the hour|sponsor(?:s|ed)?)\b/gi;

/** Spoken to a crowd or to whoever is watching. */
const TO_AN_AUDIENCE =
  /\b(?:folks|contestants|(?:round of )?applause|(?:a )?big hand|make some noise|give it up for|on (?:its|their) feet|(?:touch|change) that (?:dial|channel)|right (?:back|after (?:this|the break))|(?:stay|keep it) right (?:where you are|here)|here we are again|(?:and )?off we go|we are back\b|the (?:final|next|bonus) (?:round|act|contestant)|(?:grand|big|first) prize|(?:our|the) (?:\w+ )?judges|what a catch|would you look at that|at home)\b/gi;
/** How things are praised: "Crunchier flakes, happier bowls", "Crispy, creamy, and oh so good", "your floors will thank you", "never been so golden". */
const PRAISE =
  /\b\w+er \w+s?[.,] \w+er \w+s?\b|\b\w+y,? \w+y,? (?:and|but|so|simply)\b|\b\w+y outside, \w+y inside\b|\byour \w+ (?:will (?:thank|love)|deserves?|knows? best)\b|\b(?:has|have) never been so\b|\b(?:one|a single) \w+ and (?:it|they|you)\b|\bthat lasts and lasts\b|\b(?:tired|sick) of \w+ \w+\?|\bsay (?:hello|goodbye) to\b|\byou will want another\b/gi;

/**
 * Judges a short talk that the deterministic tiers leave open: keeps what holds a plan, a fact, a name or a question worth asking;
 * discards chatter and what a television says in the background.
 */
export function judgeRelevance(input: TranscriptInput): RelevanceAnswer {
  const spoken = input.turns.map((turn) => ({ isUser: turn.isUser, text: expandContractions(turn.text) }));
  const all = spoken.map(({ text }) => text).join(' ');
  if (UNREAD_SCRIPT.test(all)) return { keep: true, reason: 'unread_script' };
  const personal = spoken
    .filter(({ isUser }) => isUser !== false)
    .map(({ text }) => text)
    .join(' ');
  if (isBackground(all, personal)) return { keep: false, reason: 'background' };
  if (PLAN.test(all)) return { keep: true, reason: 'plan' };
  if (FACT.test(personal)) return { keep: true, reason: 'fact' };
  if (tokenize(all).some(({ raw, word }) => isFirstName(raw) || /\d/.test(word)))
    return { keep: true, reason: 'name_or_number' };
  return contentShare(all) >= CONTENT_SHARE && tokenize(all).length > EMPTY_WORDS
    ? { keep: true, reason: 'content' }
    : { keep: false, reason: 'chatter' };
}

/** Every third word carries meaning in a talk about something. */
const CONTENT_SHARE = 0.3;

function contentShare(text: string): number {
  const tokens = tokenize(text);
  return (
    tokens.filter(({ word }) => !STOP_WORDS.has(word) && !FILLER_WORDS.has(word)).length /
    Math.max(1, tokens.length)
  );
}

/** Phrases of broadcasts and advertisements, two where people also speak of themselves, and nothing that the owner says has content. */
function isBackground(all: string, personal: string): boolean {
  const signs = [ADVERT, BROADCAST_CUE, TO_AN_AUDIENCE, PRAISE];
  const cues = signs.reduce((sum, sign) => sum + (all.match(sign)?.length ?? 0), 0);
  if (cues < (/\b(?:I|my|me)\b/.test(all) ? 2 : 1)) return false;
  const owner = splitSentences(personal).filter(
    ({ text }) => !(text.match(ADVERT) || text.match(BROADCAST_CUE)),
  );
  return !owner.some(({ text }) =>
    /\b(?:i|we) (?:will|have to|need to|must|promised?)\b|(?<!, )\b(?:could|can|would|will) you\b/i.test(
      text,
    ),
  );
}
