import { z } from 'zod';
import type { Passage } from '#libs/conversations';
import { sourceOfPassage } from '../evidence/cited-source.js';
import type { ChatTurn } from '../graph/chat-turn.js';
import { chatTool, searchCaveat } from './chat-tool.js';
import { localTimestamp, rangeFields, rangeOf } from './tool-dates.js';

export const searchConversationsTool = (turn: ChatTurn) =>
  chatTool({
    name: 'search_conversations',
    description:
      'Finds what was said, by words and meaning. Returns numbered passages with the words before and after. Use it for anything that may have come up in a conversation.',
    schema: z.object({
      query: z.string().min(1).describe('What to look for, in a few content words.'),
      ...rangeFields,
      limit: z.int().min(1).max(20).default(8),
    }),
    nothing: 'No conversations found.',
    caveat: searchCaveat(turn),
    find: async ({ query, limit, ...dates }) => {
      const passages = await turn.evidence.passages({ text: query, limit, ...rangeOf(dates) });
      return passages.map((passage) => describePassage(turn, passage));
    },
  });

function describePassage({ citations, timeZone }: ChatTurn, passage: Passage): string {
  const number = citations.numberOf(sourceOfPassage(passage));
  const saidAt = localTimestamp(passage.startedAtMs + passage.start * 1000, timeZone);
  const speaker = passage.isUser ? 'The user' : passage.isUser === null ? 'Somebody' : 'Another person';
  return [
    `[${number}] ${saidAt}, conversation “${passage.title}”`,
    ...(passage.before ? [`Before: ${passage.before}`] : []),
    passage.kind === 'summary' ? `Summary: ${passage.text}` : `${speaker}: ${passage.text}`,
    ...(passage.after ? [`After: ${passage.after}`] : []),
  ].join('\n');
}
