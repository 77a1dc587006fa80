import { thirdPersonOf } from '#libs/ai';
import { PET, RELATION } from './words.js';

/** What somebody is asked to confirm, in the words of the one who answers. */
export interface Claim {
  /** "I", "she", "my brother Tom". */
  readonly who: string;
  /** "still live in Madison", "am still at the library". */
  readonly rest: string;
  /** Whether it was known to hold once: "are you still …?" */
  readonly isStill: boolean;
}

const OPENER =
  /^(?:(?:so|and|but|well|oh|ah|okay|right|sorry|say|now|then|by the way|listen|hey|hi|hello|wait|tell me|I hear|I heard|I take it|I suppose|I guess|I thought|I think)[,.]?\s+)+/i;
const TAG =
  /,? (?:(?:is|are|do|does|did|has|have|was|were|can)(?: not)? (?:you|he|she|they|it)|right|correct|yes|no|is that right|is that so|I hope|I suppose|I take it)(?:, [A-Z]\w+)?$/i;
const TRAILER = /,? (?:by the way|though|then|or what|or not|at all|exactly|[A-Z]\w+(?<=, \w+))$/;
const WHO = `you|he|she|they|your (?:[a-z]+ ){0,2}?(?:${RELATION}|${PET})(?: [A-Z]\\w+)?|[A-Z][a-z]+`;
const INVERTED = new RegExp(
  `(?:^|[,.] |\\b(?:so|and|but) )(do|does|are|is|have|has|can) (${WHO})(?: both| two| guys| all)? (.{3,80})$`,
  'i',
);
const STRAIGHT = new RegExp(
  `^(${WHO}) ((?:are|is|have|has|still|also|always|never|only|really|moved|sold|work|live|play|drive|take|use|eat|drink|speak|teach|run|own|keep|like|love|hate|[a-z]+s) .{2,80})$`,
  'i',
);
/** With a tag behind it, whatever verb follows is stated. */
const TAGGED = new RegExp(`^(${WHO}) ([a-z]+ .{2,80})$`, 'i');
/** Asked out of the moment, or for an opinion: no answer to it makes a lasting fact. */
const PASSING_MATTER =
  /\b(?:any|anything|ever|want|need|know|mind|think|remember|hear|see|have time|going to|mean|sure|there|okay|all right|ready|coming|hungry|awake|free|busy|waiting|looking|minutes?|moment|second|idea|time|spare|angry|mad|tired|this|that|it|them|yet|us|me)\b/i;

/** The claim in a question that asks for yes or no; null when it asks for something else or for nothing lasting. */
export function claimOf(question: string): Claim | null {
  const asked = question
    .replace(/\?["']?$/, '')
    .replace(OPENER, '')
    .replace(TRAILER, '');
  const body = asked
    .replace(TAG, '')
    .replace(/^still (?:got|have) (?:the|your) /i, 'you still have your ')
    .replace(/^(?=still )/i, 'you are ');
  const inverted = INVERTED.exec(body);
  const straight = inverted ? null : (body === asked ? STRAIGHT : TAGGED).exec(body);
  const claim = inverted ? invertedClaim(inverted) : straight && straightClaim(straight);
  return claim && !PASSING_MATTER.test(claim.rest) ? claim : null;
}

function invertedClaim([, auxiliary, asked, words]: RegExpExecArray): Claim {
  const verb = auxiliary!.toLowerCase();
  const rest = ownWords(words!);
  const who = ownWords(asked!);
  if (/^you$/i.test(asked!)) return claim('I', { do: rest, are: `am ${rest}` }[verb] ?? `${verb} ${rest}`);
  return claim(who, verb === 'does' ? inThirdPerson(rest) : verb === 'do' ? rest : `${verb} ${rest}`);
}

function straightClaim([, asked, words]: RegExpExecArray): Claim {
  const rest = ownWords(words!);
  return /^you$/i.test(asked!) ? claim('I', rest.replace(/^are\b/i, 'am')) : claim(ownWords(asked!), rest);
}

function claim(who: string, rest: string): Claim {
  return { who, rest, isStill: /\bstill\b/i.test(rest) };
}

/** As the one who is asked says it. */
export function ownWords(words: string): string {
  return words
    .replace(/\byour\b/gi, 'my')
    .replace(/\byourself\b/gi, 'myself')
    .replace(/\byou\b/gi, 'I');
}

function inThirdPerson(words: string): string {
  return words.replace(
    /^((?:(?:still|also|always|really|actually|usually|often|only) )*)(\w+)/i,
    (_, adverbs: string, verb: string) => adverbs + thirdPersonOf(verb),
  );
}
