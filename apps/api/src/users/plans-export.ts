import { Injectable } from '@nestjs/common';
import { AppsService } from '#libs/apps';
import {
  ActionItemsService,
  DailySummaries,
  FoldersService,
  GoalsService,
  TaskConnections,
} from '#libs/conversations';
import { toIntegration } from '../action-items/task-integration.dto.js';

type ExportedList = readonly [name: string, items: AsyncIterable<object>];

/** What an owner plans and keeps order with, beside conversations. */
@Injectable()
export class PlansExport {
  constructor(
    private readonly actionItems: ActionItemsService,
    private readonly goals: GoalsService,
    private readonly summaries: DailySummaries,
    private readonly folders: FoldersService,
    private readonly connections: TaskConnections,
    private readonly apps: AppsService,
  ) {}

  /** By their names in `AccountData`. */
  lists(ownerId: string): ExportedList[] {
    return [
      ['action_items', this.actionItems.all(ownerId)],
      ['goals', this.goals.all(ownerId)],
      ['daily_summaries', this.summaries.all(ownerId)],
      ['folders', this.foldersOf(ownerId)],
      ['task_integrations', this.connectionsOf(ownerId)],
      ['apps', this.apps.own(ownerId)],
    ];
  }

  private async *foldersOf(ownerId: string): AsyncGenerator<object> {
    yield* await this.folders.list(ownerId);
  }

  private async *connectionsOf(ownerId: string): AsyncGenerator<object> {
    const found = await this.connections.view(ownerId);
    if (found) yield { app_key: found.service, ...toIntegration(found) };
  }
}
