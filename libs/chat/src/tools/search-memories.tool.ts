import { z } from 'zod';
import { sourceOfMemory } from '../evidence/cited-source.js';
import type { ChatTurn } from '../graph/chat-turn.js';
import { chatTool, searchCaveat } from './chat-tool.js';
import { localTimestamp } from './tool-dates.js';

export const searchMemoriesTool = (turn: ChatTurn) =>
  chatTool({
    name: 'search_memories',
    description:
      'Finds lasting facts about the user and the people of the user: preferences, family, health, work, home.',
    schema: z.object({
      query: z.string().min(1).describe('What to look for, in a few content words.'),
      limit: z.int().min(1).max(20).default(5),
    }),
    nothing: 'No memories found.',
    caveat: searchCaveat(turn),
    find: async (query) => {
      const hits = await turn.evidence.memories({ text: query.query, limit: query.limit });
      return hits.map(({ memory }) => {
        const number = turn.citations.numberOf(sourceOfMemory(memory));
        return `[${number}] ${memory.content} (${memory.topic}, learned ${localTimestamp(memory.created_at.getTime(), turn.timeZone)})`;
      });
    },
  });
