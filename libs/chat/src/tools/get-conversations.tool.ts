import { z } from 'zod';
import type { Conversation } from '#libs/contracts';
import { sourceOfConversation } from '../evidence/cited-source.js';
import type { ChatTurn } from '../graph/chat-turn.js';
import { chatTool } from './chat-tool.js';
import { localTimestamp, rangeFields, rangeOf } from './tool-dates.js';

export const getConversationsTool = (turn: ChatTurn) =>
  chatTool({
    name: 'get_conversations',
    description:
      'Lists the conversations of a period, newest first, with summary, tasks and events. Use it for questions about a day, a week or "recently".',
    schema: z.object({
      ...rangeFields,
      limit: z.int().min(1).max(50).default(20),
      include_transcript: z
        .boolean()
        .default(false)
        .describe('Also everything that was said. Only for few conversations.'),
    }),
    nothing: 'No conversations found in this period.',
    find: async ({ limit, include_transcript, ...dates }) => {
      const found = await turn.evidence.conversationsIn(rangeOf(dates), limit);
      return found.map((conversation) => describeConversation(turn, conversation, include_transcript));
    },
  });

function describeConversation(
  { citations, timeZone }: ChatTurn,
  conversation: Conversation,
  transcript: boolean,
): string {
  const { structured, transcript_segments, started_at } = conversation;
  const number = citations.numberOf(sourceOfConversation(conversation));
  const tasks = structured.action_items.map(
    ({ description, completed }) => `- ${description}${completed ? ' (done)' : ''}`,
  );
  const events = structured.events.map(
    ({ title, start }) => `- ${title}, ${localTimestamp(start.getTime(), timeZone)}`,
  );
  const said = transcript
    ? transcript_segments.map(({ is_user, text }) => `${is_user ? 'The user' : 'Other'}: ${text}`)
    : [];
  return [
    `[${number}] ${localTimestamp(started_at.getTime(), timeZone)}, ${structured.category}, “${structured.title}”`,
    structured.overview,
    ...section('Tasks:', tasks),
    ...section('Events:', events),
    ...section('Transcript:', said),
  ].join('\n');
}

function section(heading: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [heading, ...lines] : [];
}
