import { tool, type StructuredToolInterface } from '@langchain/core/tools';
import type { z } from 'zod';
import { AppError } from '#libs/kernel';
import type { ChatTurn } from '../graph/chat-turn.js';
import { fenced } from '../prompts/fence.js';

/** Longest result of a tool, in characters; what is beyond is cut between records, and the model is told. Source: chat specification, A3.1. */
const MAX_RESULT_CHARACTERS = 60_000;

interface ChatToolDefinition<Schema extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly schema: Schema;
  /** Records for the model, best first; none when nothing was found. */
  readonly find: (args: z.output<Schema>) => Promise<readonly string[]>;
  /** What to say when there are none, e.g. `No conversations found.` */
  readonly nothing: string;
  /** Said before whatever was found, for what a reader must know of the search itself. */
  readonly caveat?: string | undefined;
}

/** A tool of the agent. What the owner could do about a failure becomes a sentence for the model; a turn is never lost to a tool. */
export function chatTool<Schema extends z.ZodObject>(
  definition: ChatToolDefinition<Schema>,
): StructuredToolInterface {
  const { name, description, schema } = definition;
  return tool(
    async (args: z.output<Schema>) => {
      try {
        const records = await definition.find(args);
        const answer = records.length > 0 ? fenced(name, bounded(records)) : definition.nothing;
        return definition.caveat ? `${definition.caveat}\n${answer}` : answer;
      } catch (error) {
        if (error instanceof AppError && error.kind === 'invalid') return `Error: ${error.message}`;
        return 'Error: this lookup failed. Answer from what you have, or say that it could not be looked up.';
      }
    },
    { name, description, schema },
  ) as unknown as StructuredToolInterface;
}

/** For a search that could not look for words; undefined when it could. */
export function searchCaveat({ evidence }: ChatTurn): string | undefined {
  return evidence.findsWords
    ? undefined
    : 'Searched by meaning only, because search by words is not set up: names and numbers may be missed. Say so if it matters.';
}

function bounded(records: readonly string[]): string {
  let length = 0;
  const kept = records.filter((record) => (length += record.length) <= MAX_RESULT_CHARACTERS);
  const cut = kept.length < records.length ? ['(More may exist. Narrow the search.)'] : [];
  return [...kept, ...cut].join('\n\n');
}
