import type { SummaryApp } from '../store/app-row.js';

const AUTHOR = 'Mneme';

/**
 * The apps that every server has. The ids of the first three are those of the reference's defaults, which its clients know. Each has rules of
 * the same name (`summaries/rules`), so that it works without a model.
 */
export const BUILT_IN_APPS = [
  {
    id: 'summary_assistant',
    name: 'Summary',
    description: 'What it was about, the points that mattered and what was decided.',
    category: 'conversation-analysis',
    memory_prompt: `Sum up the conversation for somebody who was there and will read this in a month.
Begin with two to four sentences on what it was about and what came of it. Then "## Key points": three to seven bullets, each one statement with its figures, names and days,
with who said it where that matters. Then "## Decisions", if any were made. Leave out greetings, small talk and repetition.`,
  },
  {
    id: 'action_item_extractor',
    name: 'Action Items',
    description: 'Who promised what and by when, and the appointments that were made.',
    category: 'productivity-and-organization',
    memory_prompt: `List what follows from the conversation. "## Yours": what the owner took on. "## Promised by others": what other people said they would do, with who.
"## Appointments": what was fixed, with day, time and place. One bullet each, beginning with a verb, with the day it is due if one was named.
Leave out ideas, what is done already and what was taken back. Leave out a heading that has nothing below it.`,
  },
  {
    id: 'insight_analyzer',
    name: 'Insights',
    description: 'Decisions, open questions and the statements that everything else turned on.',
    category: 'conversation-analysis',
    memory_prompt: `Say what is worth knowing about this conversation beyond its summary. "## Decisions": what was decided, and for which reason that was given.
"## Open questions": what was asked or doubted and not settled. "## What it turned on": the two to five statements on which the rest depended,
as short quotes with who said them. Judge nobody, and read nothing into anybody's mood. Leave out a heading that has nothing below it.`,
  },
  {
    id: 'meeting_minutes',
    name: 'Meeting Minutes',
    description: 'Who was there, what was discussed, decided and left to whom.',
    category: 'productivity-and-organization',
    memory_prompt: `Write minutes. First a line with the day and who took part, as far as names are known. "## Discussed": the matters in their order, a bullet each with what was said about it.
"## Decided". "## To do": who does what by when. "## Appointments". "## Open". Sober, in the third person. Leave out a heading that has nothing below it.`,
  },
  {
    id: 'lecture_notes',
    name: 'Lecture Notes',
    description: 'What was taught, in its order: for lectures, talks and broadcasts.',
    category: 'education-and-learning',
    memory_prompt: `Take notes of what was taught, in the order in which it was, under headings of your own. Terms in bold where they are explained, with their explanation; examples and figures as given;
what the speaker called important or named as homework or reading in a last section. Write down what was said, not what you know about the subject.`,
  },
] as const satisfies readonly Omit<SummaryApp, 'author' | 'official'>[];

export type BuiltInId = (typeof BUILT_IN_APPS)[number]['id'];

/** Those that rules run for whoever chose nothing: they say more than the overview and the lists of tasks and appointments do. */
export const RUN_UNASKED: ReadonlySet<string> = new Set<BuiltInId>([
  'summary_assistant',
  'meeting_minutes',
  'lecture_notes',
]);

const BY_ID: ReadonlyMap<string, SummaryApp> = new Map(
  BUILT_IN_APPS.map((app) => [app.id, { ...app, author: AUTHOR, official: true }]),
);

export function builtInApp(id: string): SummaryApp | null {
  return BY_ID.get(id) ?? null;
}

export function builtInApps(): SummaryApp[] {
  return [...BY_ID.values()];
}
