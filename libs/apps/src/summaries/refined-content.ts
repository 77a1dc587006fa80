import type { TranscriptInput } from '#libs/contracts';
import { groundOf, secretsOf, withoutVoiceLabels } from '#libs/conversations';

/** As long as an owner may write one. Source: specification of the REST interface, `UpdateSummaryRequest`. */
const MAX_CHARACTERS = 10_000;
/** The whole text inside of a code block, with or without the name of a language. */
const FENCED = /^```[\w-]*[ \t]*\r?\n([\s\S]*?)\r?\n?```$/;
/** Indentation, bullets, numbers, marks of headings and quotes in front of a line's words. */
const LEAD = /^(?:\s|[-*+>](?=\s)|\d+[.)](?=\s)|#+(?=\s))*/;
const HEADING = /^\s*#/;

/**
 * The text of an app as it may be shown: out of its code block, without lines that repeat a secret, rest on words that tell a model what to
 * do, or name links and people that nobody named. Empty when only headings are left.
 */
export function refinedContent(content: string, input: TranscriptInput): string {
  const ground = groundOf(input);
  const secrets = secretsOf(input);
  const lines = unfenced(content)
    .split('\n')
    .filter((line) => line.trim() === '' || (ground.holds(line) && !secrets.taints(line)))
    .map(withoutLabels);
  if (lines.every((line) => line.trim() === '' || HEADING.test(line))) return '';
  return lines.join('\n').trim().slice(0, MAX_CHARACTERS);
}

function unfenced(content: string): string {
  const text = content.trim();
  return FENCED.exec(text)?.[1]?.trim() ?? text;
}

function withoutLabels(line: string): string {
  const lead = LEAD.exec(line)![0];
  return lead + withoutVoiceLabels(line.slice(lead.length));
}
