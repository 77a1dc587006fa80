import type { BuiltInId } from '../../built-in/built-in-apps.js';
import type { AppSummaryAnswer, AppSummaryInput } from '../app-summary.task.js';
import {
  actionItems,
  insights,
  lectureNotes,
  meetingMinutes,
  plainSummary,
  type Section,
} from './built-in-summaries.js';
import { matterOf, type Matter } from './matter.js';

const WRITERS: Readonly<Record<BuiltInId, (matter: Matter) => readonly Section[]>> = {
  summary_assistant: plainSummary,
  action_item_extractor: actionItems,
  insight_analyzer: insights,
  meeting_minutes: meetingMinutes,
  lecture_notes: lectureNotes,
};

/**
 * The summary of an app as rules write it: for those that come with the server, of talk in English, from what was found in it and sentences
 * that were said. Unasked, nothing where that is no more than its owner sees anyway; nothing for any other app: nobody here understands a prompt.
 * Pure, and linear in the length of the talk.
 */
export function writeAppSummary(input: AppSummaryInput): AppSummaryAnswer {
  const { id } = input.app;
  const matter = matterOf(input);
  if (!matter || !isBuiltIn(id)) return { content: '' };
  const sections = WRITERS[id](matter).filter(({ lines }) => lines.length > 0);
  const isWanted = input.isAsked || sections.some(({ isNew }) => isNew);
  return { content: isWanted ? sections.map(textOf).join('\n\n') : '' };
}

function isBuiltIn(id: string): id is BuiltInId {
  return Object.hasOwn(WRITERS, id);
}

function textOf({ heading, lines }: Section): string {
  return heading === null ? lines.join('\n') : `## ${heading}\n\n${lines.join('\n')}`;
}
