import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { ChatService } from '#libs/chat';
import type { User } from '#libs/contracts';
import { MemoriesService, MemoryImports } from '#libs/memories';
import { PeopleView } from '../people/people-view.js';
import { ConversationExport } from './conversation-export.js';
import { PlansExport } from './plans-export.js';

/** Everything of one account as one JSON document, made while it is sent: no more than a few conversations are in memory at once. */
@Injectable()
export class AccountExport {
  constructor(
    private readonly conversations: ConversationExport,
    private readonly plans: PlansExport,
    private readonly memories: MemoriesService,
    private readonly imports: MemoryImports,
    private readonly chat: ChatService,
    private readonly people: PeopleView,
  ) {}

  /** The text of an `AccountData`, piece by piece. */
  async *textOf(profile: User): AsyncGenerator<string> {
    yield `{"profile":${JSON.stringify(profile)}`;
    yield* listText('conversations', this.conversations.all(profile.id));
    yield* listText('recordings', this.conversations.recordings(profile.id));
    yield* listText('memories', this.memories.all(profile.id));
    yield* listText('memory_imports', this.imports.all(profile.id));
    yield* listText('people', this.people.all(profile.id));
    for (const [name, items] of this.plans.lists(profile.id)) yield* listText(name, items);
    yield* listText('chat_messages', this.chat.all(profile.id));
    yield '}\n';
  }
}

async function* listText(
  name: string,
  items: Iterable<object> | AsyncIterable<object>,
): AsyncGenerator<string> {
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
