import { z } from 'zod';

/** What a model's reply is worth to a task. `problems` is written for the model, which gets it back to repair its answer. */
export type StructuredReply<Output> =
  { readonly ok: true; readonly output: Output } | { readonly ok: false; readonly problems: string };

/** Reads the JSON in a reply, with or without fences and prose around it, and checks it against the task's schema. */
export function readReply<Output>(schema: z.ZodType<Output>, text: string): StructuredReply<Output> {
  const json = parseJson(text);
  if (json === undefined) return { ok: false, problems: 'The reply is not JSON.' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, output: parsed.data };
  return { ok: false, problems: z.prettifyError(parsed.error) };
}

function parseJson(text: string): unknown {
  for (const candidate of [text, outermostBrackets(text)]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate may be readable.
    }
  }
  return undefined;
}

function outermostBrackets(text: string): string {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return start < 0 ? '' : text.slice(start, end + 1);
}
