import { Injectable } from '@nestjs/common';
import { LanguageModel } from '#libs/ai';
import {
  type RelevanceDecision,
  type RetrievalTerms,
  type Structured,
  type TranscriptInput,
} from '#libs/contracts';
import type { FolderChoice } from '../folders/folder.rules.js';
import { actionItemsTask, type ActionItemDraft } from './action-items.task.js';
import { groundOf } from './grounding.js';
import { mergeNotesTask } from './merge-notes.task.js';
import { notesTask, type NotesAnswer } from './notes.task.js';
import { PartReader, reportOf } from './part-reader.js';
import { relevanceTask } from './relevance.task.js';
import { mergedTerms } from './retrieval-terms.js';
import { decideRelevance } from './rules/relevance.rules.js';
import { uncounted, type Asking, type StepMeter } from './steps.js';
import {
  byDueDate,
  eventKey,
  taskKey,
  toActionItem,
  toEvent,
  toSection,
  withoutRepeats,
} from './structured-parts.js';

/** What there is to choose from and to tell apart, besides what was said. */
export interface OwnerMatters {
  /** Folders that the conversation may be filed into. */
  readonly folders?: readonly FolderChoice[];
  /** Open tasks that it may be about. */
  readonly openTasks?: readonly string[];
}

/** What was understood of a conversation. */
export interface Understood {
  readonly structured: Structured;
  readonly retrieval: RetrievalTerms;
  /** One of the folders given; null: it belongs into none of them for certain. */
  readonly folderId: string | null;
}

/**
 * What a conversation is about, and what follows from it for its owner. Works with a chat model and without one. At most three calls of the
 * model for a conversation that fits into its window: relevance, notes, tasks (memories, elsewhere, are the fourth).
 */
@Injectable()
export class ConversationUnderstanding {
  constructor(private readonly model: LanguageModel) {}

  /** Whether the conversation is worth keeping. Clear cases are decided by rules, the rest by a model if there is one. */
  async relevance(input: TranscriptInput, asking: Asking = {}): Promise<RelevanceDecision> {
    const decided = (input.photos ?? []).length > 0 ? null : decideRelevance(input);
    if (decided) return { ...decided, decided_by: 'rules' };
    const { runStep = uncounted, signal } = asking;
    const { output, answeredBy } = await runStep('relevance.model', (meter) =>
      this.model.run(relevanceTask, input, signal, meter),
    );
    // Words that speak to the model may have talked it into this.
    if (!output.keep && groundOf(input).isTamperedWith) {
      return { verdict: 'keep', decided_by: 'policy', reason: 'instruction_in_transcript' };
    }
    return { verdict: output.keep ? 'keep' : 'discard', decided_by: answeredBy, reason: output.reason };
  }

  /** Notes, tasks and appointments; the model is asked for notes and tasks at the same time. Times come back as instants. */
  async structure(
    input: TranscriptInput,
    { folders = [], openTasks = [] }: OwnerMatters = {},
    { signal, runStep = uncounted }: Asking = {},
  ): Promise<Understood> {
    const [notes, items] = await Promise.all([
      runStep('notes', (meter) => this.notes({ input, folders }, meter, signal)),
      runStep('action_items', (meter) => this.tasks({ input, openTasks }, meter, signal)),
    ]);
    return toUnderstood(input, notes, items);
  }

  /** What was said of a long conversation part by part is summed up once more. */
  private async notes(
    { input, folders }: { input: TranscriptInput; folders: readonly FolderChoice[] },
    meter: StepMeter | undefined,
    signal: AbortSignal | undefined,
  ): Promise<NotesAnswer> {
    const reader = new PartReader(this.model, meter, signal);
    const answers = await reader.read(notesTask, input, (transcript) => ({ transcript, folders }));
    if (answers.length === 1) return answers[0]!.output;
    const summaries = answers.map(({ output }) => output);
    const merge = { report: reportOf(input, answers), summaries };
    const { output: summary } = await this.model.run(mergeNotesTask, merge, signal, meter);
    return { ...mergedNotes(summaries), ...summary };
  }

  private async tasks(
    { input, openTasks }: { input: TranscriptInput; openTasks: readonly string[] },
    meter: StepMeter | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ActionItemDraft[]> {
    // Pictures promise nothing.
    if (input.turns.length === 0) return [];
    const reader = new PartReader(this.model, meter, signal);
    const answers = await reader.read(actionItemsTask, input, (transcript) => ({ transcript, openTasks }));
    return answers.flatMap(({ output }) => output.items);
  }
}

/** All that is found part by part; the folder is the one that most parts belong into. */
function mergedNotes(parts: readonly NotesAnswer[]): NotesAnswer {
  const filed = parts.map(({ folder_id: id }) => id).filter((id) => id !== null);
  const votes = (id: string) => filed.filter((other) => other === id).length;
  return {
    ...parts[0]!,
    sections: parts.flatMap(({ sections }) => sections),
    events: withoutRepeats(
      parts.flatMap(({ events }) => events),
      eventKey,
    ),
    retrieval: mergedTerms(parts.map(({ retrieval }) => retrieval)),
    folder_id: filed.find((id) => votes(id) > parts.length / 2) ?? null,
  };
}

function toUnderstood(
  { timeZone }: TranscriptInput,
  notes: NotesAnswer,
  items: readonly ActionItemDraft[],
): Understood {
  const { title, overview, emoji, category, sections } = notes;
  return {
    structured: {
      title,
      overview,
      emoji,
      category,
      action_items: withoutRepeats(items, taskKey)
        .map((item) => toActionItem(item, timeZone))
        .sort(byDueDate),
      events: withoutRepeats(notes.events, eventKey).map((event) => toEvent(event, timeZone)),
      ...(sections.length > 0 ? { sections: sections.map(toSection) } : {}),
    },
    retrieval: notes.retrieval,
    folderId: notes.folder_id,
  };
}
