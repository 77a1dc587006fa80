import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ChatService } from '#libs/chat';
import type { User } from '#libs/contracts';
import { ActionItemsService, ConversationsService, PhotosService } from '#libs/conversations';
import { MemoriesService } from '#libs/memories';
import { audioPath } from '../conversations/audio.dto.js';
import { PeopleView } from '../people/people-view.js';
import type { ExportedConversation } from './account-export.dto.js';

/** Everything of one account as one JSON document, made while it is sent: no more than a few conversations are in memory at once. */
@Injectable()
export class AccountExport {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly photos: PhotosService,
    private readonly memories: MemoriesService,
    private readonly actionItems: ActionItemsService,
    private readonly chat: ChatService,
    private readonly people: PeopleView,
  ) {}

  /** The text of an `AccountData`, piece by piece. */
  async *textOf(profile: User): AsyncGenerator<string> {
    yield `{"profile":${JSON.stringify(profile)}`;
    yield* listText('conversations', this.wholeConversations(profile.id));
    yield* listText('memories', this.memories.all(profile.id));
    yield* listText('people', this.people.all(profile.id));
    yield* listText('action_items', this.actionItems.all(profile.id));
    yield* listText('chat_messages', this.chat.all(profile.id));
    yield '}\n';
  }

  /** With their pictures, and where to fetch their sound. */
  private async *wholeConversations(ownerId: string): AsyncGenerator<ExportedConversation> {
    for await (const conversation of this.conversations.all(ownerId)) {
      const { id } = conversation;
      const url = (fileId: string) => `${audioPath(id, fileId)}?format=original`;
      yield {
        ...conversation,
        photos: await Array.fromAsync(this.photos.all(ownerId, id)),
        audio_files: conversation.audio_files.map((file) => ({ ...file, url: url(file.id) })),
      };
    }
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
