import { z } from 'zod';
import type { ActionItemRecord } from '#libs/conversations';
import type { ChatTurn } from '../graph/chat-turn.js';
import { chatTool } from './chat-tool.js';
import { localTimestamp, rangeFields, rangeOf } from './tool-dates.js';

export const getActionItemsTool = (turn: ChatTurn) =>
  chatTool({
    name: 'get_action_items',
    description: "Lists the user's tasks, newest first. With dates, only tasks that are due in that period.",
    schema: z.object({
      completed: z.boolean().optional().describe('Only done (true) or only open (false) tasks.'),
      ...rangeFields,
      limit: z.int().min(1).max(200).default(50),
    }),
    nothing: 'No tasks found.',
    find: async ({ completed, limit, ...dates }) => {
      const { fromMs = -Infinity, toMs = Infinity } = rangeOf(dates);
      const bounded = dates.start_date !== undefined || dates.end_date !== undefined;
      const tasks = await turn.evidence.tasks({ ...(completed === undefined ? {} : { completed }), limit });
      const isDue = ({ due_at }: ActionItemRecord) =>
        !bounded || (due_at !== null && +due_at >= fromMs && +due_at <= toMs);
      return tasks.filter(isDue).map((task, index) => describeTask(turn, task, index + 1));
    },
  });

function describeTask({ timeZone }: ChatTurn, task: ActionItemRecord, number: number): string {
  const due = task.due_at ? localTimestamp(task.due_at.getTime(), timeZone) : 'no date';
  return `${number}. ${task.completed ? '(done) ' : ''}${task.description}\n   Due: ${due}`;
}
