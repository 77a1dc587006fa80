import { isFiction, isUnreal } from './utterance-guards.js';

/** "If I'm honest" is no condition. */
const POLITE_IF =
  /,?\s*\bif (?:I am honest|I'm honest|you ask me|I remember (?:right|correctly)|you must know|you do not mind|you don't mind|you can believe it|you like|you can call it that|you can imagine|you see what I mean|you know what I mean|that makes sense|that is (?:okay|all right)|that's (?:okay|all right))\b,?\s*/gi;
const QUESTION_WORD =
  "(?:what|how|when|where|who|why|which|(?:did|do|does|have|has|had|can|could|would|will|may|might|should|shall|is|are|was|were)(?:n't)?)";
/** "…, did you see our note?", "…, okay?" */
const QUESTION_TAIL = new RegExp(
  `[,;–—]\\s+(?:(?:so|and|but|or|then)\\s+)?(?:${QUESTION_WORD}\\b[^,]*|you know|remember|okay|ok|and you)\\?["']?$`,
  'i',
);
/** "…, isn't he?" and "…, right?" ask whether it is so. */
const ASKS_FOR_TRUTH =
  /[,;–—]\s+(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)(?:n't| not)? \w+\?["']?$/i;
const ASKS = new RegExp(`^(?:(?:so|and|but|well|oh|hi|hello|hey|okay|sorry),?\\s+)*${QUESTION_WORD}\\b`, 'i');
/** The sides of a condition that hold whatever becomes of it: "…, so if you need a hand", "If I could …, but I live in Ohio". */
const BEFORE_CONDITION = /^(.+?)[,;]?\s+(?:so|and|but)\s+(?:if|unless)\b/i;
const AFTER_CONDITION = /[,;]?\s+(?:but|because)\s+((?!(?:if|unless)\b).+)$/i;

/** "Did I tell you we moved?" tells it. */
const TOLD_AS_QUESTION =
  /^(?:(?:oh|and|so|hey|by the way),? )*(?:did|have) I (?:ever |already |even )?(?:tell|told|mention|mentioned)(?: (?:to )?you)?(?: that)? (?=(?:I|I've|I'm|we|we've|we're|my|our)\b)/i;

/** The part of a sentence that states something: without the question at its end and without what only a wish or a condition makes true. */
export function statedPart(sentence: string): string | null {
  const told = /\?["']?$/.test(sentence) ? beforeQuestion(sentence) : sentence;
  if (told === null) return null;
  const plain = told.replace(POLITE_IF, ' ').trim();
  if (isFiction(plain)) return null;
  return isUnreal(plain) ? besideCondition(plain) : plain;
}

/** "If he brings the dog I would need my tablets, I am allergic to it": the reason holds in any case. */
const REASON_AFTER =
  /,\s+((?:I'm|I am|I have|I've|he is|she is|he's|she's|my \w+ (?:is|has))\b(?!.*\b(?:would|could|might|will)\b)[^,]+)$/;

function beforeQuestion(sentence: string): string | null {
  if (TOLD_AS_QUESTION.test(sentence))
    return sentence.replace(TOLD_AS_QUESTION, '').replace(/\?(["']?)$/, '.$1');
  if (ASKS.test(sentence) || ASKS_FOR_TRUTH.test(sentence) || !QUESTION_TAIL.test(sentence)) return null;
  return sentence.replace(QUESTION_TAIL, '');
}

function besideCondition(sentence: string): string | null {
  const sides = [BEFORE_CONDITION, AFTER_CONDITION, REASON_AFTER].map((side) => side.exec(sentence)?.[1]);
  return sides.find((side) => side !== undefined && !isUnreal(side)) ?? null;
}
