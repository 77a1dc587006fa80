import type { Conversation } from '#libs/contracts';
import { Collection, type DocumentStore } from '#libs/storage';
import { actionItemCollection } from '../action-items/action-item.collections.js';
import type { ActionItemRow } from '../action-items/action-item-record.js';
import { withTasks } from '../action-items/task-projection.js';
import { conversationCollection } from './collections.js';
import { pageCountOf, toConversation, visible, type ConversationRow } from './conversation-row.js';
import type { Transcripts } from './transcripts.js';

/** Makes conversations of their rows: with the older segments of a long talk and the tasks of the owner's list. */
export class WholeConversations {
  private readonly rows: Collection<ConversationRow>;
  private readonly tasks: Collection<ActionItemRow>;

  constructor(
    store: DocumentStore,
    private readonly transcripts: Transcripts,
  ) {
    this.rows = new Collection(store, conversationCollection);
    this.tasks = new Collection(store, actionItemCollection);
  }

  async of(ownerId: string, row: ConversationRow): Promise<Conversation> {
    const [whole] = await this.ofAll(ownerId, [row]);
    return whole!;
  }

  /** One read for the tasks of all. Few talks are long enough to have pages, so one read for each of those is as good as one for all. */
  async ofAll(ownerId: string, rows: readonly ConversationRow[]): Promise<Conversation[]> {
    const shown = await withTasks(this.tasks, ownerId, rows);
    return Promise.all(shown.map((row) => this.withOlderSegments(ownerId, row)));
  }

  private async withOlderSegments(ownerId: string, row: ConversationRow): Promise<Conversation> {
    const { segments, isWhole } = await this.transcripts.older(ownerId, row);
    const moved = isWhole ? null : visible((await this.rows.get(ownerId, row.id))?.data);
    if (moved && pageCountOf(moved) === 0)
      return toConversation({ ...moved, structured: row.structured }, []);
    return toConversation(row, segments);
  }
}
