import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ChatService } from '#libs/chat';
import type { User } from '#libs/contracts';
import { ActionItemsService, SyncProgress } from '#libs/conversations';
import { MemoriesService } from '#libs/memories';
import { PeopleView } from '../people/people-view.js';
import { syncedRecordingOf, type SyncedRecording } from '../sync/sync.dto.js';
import { ConversationExport } from './conversation-export.js';

/** Everything of one account as one JSON document, made while it is sent: no more than a few conversations are in memory at once. */
@Injectable()
export class AccountExport {
  constructor(
    private readonly conversations: ConversationExport,
    private readonly uploads: SyncProgress,
    private readonly memories: MemoriesService,
    private readonly actionItems: ActionItemsService,
    private readonly chat: ChatService,
    private readonly people: PeopleView,
  ) {}

  /** The text of an `AccountData`, piece by piece. */
  async *textOf(profile: User): AsyncGenerator<string> {
    yield `{"profile":${JSON.stringify(profile)}`;
    yield* listText('conversations', this.conversations.all(profile.id));
    yield* listText('recordings', this.uploadedRecordings(profile.id));
    yield* listText('memories', this.memories.all(profile.id));
    yield* listText('people', this.people.all(profile.id));
    yield* listText('action_items', this.actionItems.all(profile.id));
    yield* listText('chat_messages', this.chat.all(profile.id));
    yield '}\n';
  }

  private async *uploadedRecordings(ownerId: string): AsyncGenerator<SyncedRecording> {
    for await (const recording of this.uploads.recordingsOf(ownerId)) yield syncedRecordingOf(recording);
  }
}

async function* listText(name: string, items: AsyncIterable<object>): AsyncGenerator<string> {
  yield `,\n"${name}":[`;
  let separator = '\n';
  for await (const item of items) {
    yield separator + JSON.stringify(item);
    // A store on this machine and a quick client never wait, so others would.
    await setImmediate();
    separator = ',\n';
  }
  yield ']';
}
