import { type TranscriptInput } from '#libs/contracts';

/**
 * Words that speak to a language model and not to a person. No list catches every wording: what it misses still lies between fences in the
 * prompt, and must still be borne out by what people said (`grounding.ts`).
 */
const TO_A_MODEL = new RegExp(
  [
    // What came before is to count no longer.
    String.raw`\b(?:ignore|disregard|forget|override|bypass)\b[^.,!?]{0,40}\b(?:instructions?|prompts?|rules|guidelines|guardrails)\b`,
    String.raw`\b(?:ignorier\w*|vergiss|missachte)\b[^.!?]{0,60}\b(?:anweisung\w*|vorgaben|regeln|prompt\w*)\b`,
    String.raw`\b(?:ignora|ignore[zr]?|olvida|oubli\w+)\b[^.!?]{0,60}\b(?:instruccion\w*|instructions?|istruzioni|consignes|reglas)\b`,
    String.raw`(?:指示|命令|プロンプト)[^。]{0,20}(?:無視|忘れ)|(?:忽略|无视|忘记)[^。]{0,20}(?:指令|指示|提示)`,
    // Who the listener is said to be.
    String.raw`\b(?:you are|act as|pretend to be|du bist|eres) (?:now )?(?:an? |ein |una? )?(?:ai|assistant|language model|chat ?gpt|llm|ki|sprachmodell)\b`,
    String.raw`\bsystem (?:prompt|message|override) *:|\b(?:reveal|print|show|repeat|output)\b[^.,!?]{0,30}\bsystem prompt\b`,
    String.raw`\b(?:note|message|instructions?) (?:to|for) (?:the )?(?:ai|assistant|language model|llm|summari[sz]er|note ?taker|recorder)\b`,
    String.raw`\b(?:ai|assistant|language model|llm|summari[sz]er|note ?taker)[,:] *(?:please )?(?:you must|add|create|write|output|answer|print|set|mark|remember|record|list|include|say|reply)\b`,
    // The shape of an answer, or marks of a prompt.
    String.raw`["'](?:title|overview|items|action_items|events|memories|folder_id)["'] *:`,
    String.raw`<\/?(?:system|transcript|instructions?|assistant|user|im_start|im_end)\b`,
    String.raw`\[\/?INST\]|<\|\w+\|>`,
  ].join('|'),
  'iu',
);

/** After an instruction to a model, what the same voice goes on saying belongs to it, as a recognizer cuts it. */
const SAME_BREATH_TURNS = 5;

/** Whether a text tells a language model what to do. */
export function speaksToModel(text: string): boolean {
  return TO_A_MODEL.test(text);
}

/** Indexes of the turns in which a model is told what to do, with what the same voice goes on saying right after. */
export function turnsToModel({ turns }: TranscriptInput): ReadonlySet<number> {
  const found = new Set<number>();
  turns.forEach(({ text, speaker }, at) => {
    if (!speaksToModel(text)) return;
    for (let next = at; next < Math.min(turns.length, at + SAME_BREATH_TURNS); next += 1) {
      if (turns[next]!.speaker !== speaker) break;
      found.add(next);
    }
  });
  return found;
}

/** What people said to each other: rules read only that, and so cannot pass on what was meant for a model. */
export function saidToPeople(input: TranscriptInput): TranscriptInput {
  const refused = turnsToModel(input);
  if (refused.size === 0) return input;
  return { ...input, turns: input.turns.filter((_, at) => !refused.has(at)) };
}
