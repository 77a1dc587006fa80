import { Injectable } from '@nestjs/common';
import type { AudioFile } from '#libs/contracts';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { actionItemCollection } from '../action-items/action-item.collections.js';
import type { ActionItemRow } from '../action-items/action-item-record.js';
import { ActionItemsRepository } from '../action-items/action-items.repository.js';
import type { ConversationRow } from '../store/conversation-row.js';
import { divideTasks, type DividedTasks } from './divided-tasks.rules.js';
import { SplitSessions } from './split-sessions.js';
import type { Cut } from './split.rules.js';

export interface DividedRow {
  readonly row: ConversationRow;
  readonly to: string;
  readonly cut: Cut;
  /** Recordings as the new conversation lists them. */
  readonly moved: readonly AudioFile[];
}

/** Everything beside a conversation's row that names it, divided with it. */
@Injectable()
export class SplitAccounts {
  private readonly items: Collection<ActionItemRow>;

  constructor(
    store: DocumentStore,
    private readonly tasks: ActionItemsRepository,
    private readonly sessions: SplitSessions,
  ) {
    this.items = new Collection(store, actionItemCollection);
  }

  /** Reads now; `write` writes, and answers which tasks each of the two shows. */
  async divide(
    transaction: DocumentTransaction,
    ownerId: string,
    { row, to, cut, moved }: DividedRow,
  ): Promise<{ write(): DividedTasks }> {
    const from = row.id;
    const atSeconds = row.started_at.getTime() / 1_000 + cut.soundSeconds;
    const account = { from, to, atSeconds, before: row.audio_files, moved };
    const writeSessions = await this.sessions.divide(transaction, ownerId, account);
    const items = this.items.within(transaction);
    const known = await this.tasks.ofConversation(ownerId, from);
    const rows = await Promise.all(known.map(({ id }) => items.get(ownerId, id)));
    const divided = divideTasks(
      row.tasks ?? { ids: [], dismissed: [] },
      rows.flatMap((stored) => stored?.data ?? []),
      { from, to, movedSegments: new Set(cut.moved.map(({ id }) => id)) },
    );
    return {
      write: () => {
        writeSessions();
        for (const { id, fields } of divided.changed) items.update(ownerId, id, fields);
        return divided;
      },
    };
  }
}
