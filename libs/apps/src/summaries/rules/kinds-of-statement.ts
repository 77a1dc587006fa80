import type { Statement } from './statements.js';

const DECIDED = new RegExp(
  [
    String.raw`\b(?:we|I) (?:have )?(?:just |all |both |finally )?(?:decided|agreed|settled)\b`,
    String.raw`\b(?:it|that) is (?:settled|decided|agreed|approved)\b|\bthe decision is\b`,
    String.raw`\blet us (?:go (?:with|for)|stick (?:with|to)|settle (?:on|for)|drop|postpone|cancel)\b`,
    String.raw`\bwe (?:will|are going to) (?:go (?:with|for)|stick (?:with|to)|switch to|move (?:to|ahead)|launch|postpone|cancel|drop)\b`,
  ].join('|'),
  'i',
);
const DOUBTED =
  /\b(?:maybe|perhaps|might|could|would|if|unless|whether|not sure|have not|has not|did not)\b/i;
/** What an answer says that leaves a question open. */
const LEFT_OPEN =
  /\b(?:I am not sure|I do not know|no idea|hard to say|we will see|have to (?:check|find out|ask|look into)|let me (?:check|find out)|still open|not decided)\b/i;
const PROMISED =
  /^(?:(?:and|so|ok|okay|yes|sure|well|then|also|great|of course|all right)[, ]+)*I (?:will|am going to) (?!be\b|see\b|not\b|never\b|think\b|say\b|have to\b|let you\b)/i;

/** A decision is told by who made it; what is doubted is none. */
export function isDecision({ text, plain }: Statement): boolean {
  return DECIDED.test(plain) && !DOUBTED.test(plain) && !text.endsWith('?');
}

/** What somebody other than the owner said he or she would do. */
export function isPromiseOfOthers({ isOwner, text, plain }: Statement): boolean {
  return isOwner === false && PROMISED.test(plain) && !DOUBTED.test(plain) && !text.endsWith('?');
}

/** Questions after which nobody knew. */
export function openQuestions(statements: readonly Statement[]): Statement[] {
  return statements.filter((statement, at) => {
    const next = statements[at + 1];
    return statement.text.endsWith('?') && next !== undefined && LEFT_OPEN.test(next.plain);
  });
}
