import { Injectable } from '@nestjs/common';
import { LanguageModel } from '#libs/ai';
import type { Structured, TranscriptInput } from '#libs/contracts';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { ModelSteps } from '../costs/model-steps.js';
import { FolderRepository } from '../folders/folder.repository.js';
import { provisionalTitle } from '../lifecycle/provisional-title.rules.js';
import { ConversationUnderstanding, type OwnerMatters } from '../understanding/conversation-understanding.js';
import type { Findings, Stage, StageContext } from './stage.js';

/** What a kept conversation is about and what follows from it. */
@Injectable()
export class StructureStage implements Stage {
  readonly name = 'structure';

  constructor(
    private readonly understanding: ConversationUnderstanding,
    private readonly folders: FolderRepository,
    private readonly actionItems: ActionItemsService,
    private readonly steps: ModelSteps,
    private readonly model: LanguageModel,
  ) {}

  async run(context: StageContext): Promise<Findings> {
    const { run, input, findings, signal } = context;
    if (findings.relevance?.verdict === 'discard') return {};
    if (input.turns.length === 0 && !input.photos) return { structured: this.untold(context) };
    const matters = await this.mattersOf(context);
    const asking = { signal, runStep: this.steps.runnerOf(run) };
    const { structured, ...rest } = await this.understanding.structure(input, matters, asking);
    return { ...rest, structured: { ...structured, title: structured.title || this.titleOf(context) } };
  }

  private async mattersOf({ run: { ownerId }, head, input }: StageContext): Promise<OwnerMatters> {
    const isFiled = head.folder_id !== null || head.user_edits?.folder === true;
    return {
      folders: isFiled ? [] : await this.folders.choices(ownerId),
      openTasks: this.model.available ? await this.openTasks(ownerId, input) : [],
    };
  }

  /** A prompt tells them apart from new ones; the rules compare afterwards, when tasks are saved. */
  private async openTasks(ownerId: string, { turns }: TranscriptInput): Promise<string[]> {
    const open = await this.actionItems.openForPrompt(ownerId, turns.map(({ text }) => text).join('\n'));
    return open.map(({ description }) => description);
  }

  /** Nothing was said, and nobody could see what its pictures show. */
  private untold(context: StageContext): Structured {
    const { structured } = context.conversation;
    return { ...structured, title: this.titleOf(context), overview: '', action_items: [], events: [] };
  }

  /** Whoever found no words for it must not leave it without a name. */
  private titleOf({ conversation, head }: StageContext): string {
    return provisionalTitle(conversation, (head.photo_count ?? 0) > 0);
  }
}
