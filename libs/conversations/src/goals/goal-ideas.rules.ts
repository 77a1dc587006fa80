import type { Category } from '#libs/contracts';
import type { Goal } from './goal.js';

/** What an owner may want to begin with. */
export interface GoalIdea {
  readonly title: string;
  readonly type: Goal['goal_type'];
  readonly target: number;
}

const BY_CATEGORY: Partial<Record<Category, GoalIdea>> = {
  health: { title: 'Exercise 12 times this month', type: 'numeric', target: 12 },
  sports: { title: 'Train 12 times this month', type: 'numeric', target: 12 },
  finance: { title: 'Review my spending 4 times this month', type: 'numeric', target: 4 },
  education: { title: 'Study 20 hours this month', type: 'numeric', target: 20 },
  work: { title: 'Finish 10 tasks at work', type: 'numeric', target: 10 },
  business: { title: 'Talk to 10 customers', type: 'numeric', target: 10 },
  family: { title: 'Plan 4 family days', type: 'numeric', target: 4 },
  parenting: { title: 'Plan 4 family days', type: 'numeric', target: 4 },
  social: { title: 'Meet friends 4 times this month', type: 'numeric', target: 4 },
  literature: { title: 'Read 3 books', type: 'numeric', target: 3 },
};
const ANY: GoalIdea = { title: 'Finish 10 tasks', type: 'numeric', target: 10 };

/** The idea that fits what the owner speaks about most; none that is a goal already. */
export function ideaFor(
  categories: readonly Category[],
  taken: readonly string[],
): { idea: GoalIdea; category: Category | null } {
  const counts = new Map<Category, number>();
  for (const category of categories) counts.set(category, (counts.get(category) ?? 0) + 1);
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  for (const [category] of frequent) {
    const idea = BY_CATEGORY[category];
    if (idea && !taken.includes(idea.title)) return { idea, category };
  }
  return { idea: ANY, category: null };
}

/** What to do next, from the figures alone. */
export function adviceFor(goal: Goal, openTasks: readonly string[]): string {
  const left = Math.max(0, goal.target_value - goal.current_value);
  const unit = goal.unit ? ` ${goal.unit}` : '';
  if (left === 0) return `You have reached "${goal.title}". Choose what comes next.`;
  const stand =
    goal.goal_type === 'boolean'
      ? 'It is still open.'
      : `You stand at ${goal.current_value}${unit}; ${left}${unit} are left.`;
  const [task] = openTasks;
  return task
    ? `${stand} A next step that you have noted: ${task}.`
    : `${stand} Set a day this week for the next step.`;
}
