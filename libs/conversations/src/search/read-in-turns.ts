import { setImmediate } from 'node:timers/promises';
import type { Conversation } from '#libs/contracts';
import type { ConversationRepository } from '../store/conversation.repository.js';

/**
 * The conversations that are there, in the order asked for. One reading begins in each turn of the event loop: an embedded store reads and
 * decodes on the main thread (0.3 ms for a hundred segments), and sound that streams in does not wait for ten of them; a store in the
 * network reads them side by side all the same.
 */
export async function readInTurns(
  conversations: Pick<ConversationRepository, 'find'>,
  ownerId: string,
  ids: Iterable<string>,
): Promise<Conversation[]> {
  let turn = Promise.resolve();
  const reading = Array.from(ids, (id) => {
    const found = turn.then(() => conversations.find(ownerId, id));
    turn = turn.then(() => setImmediate());
    return found;
  });
  const found = await Promise.all(reading);
  return found.filter((conversation) => conversation !== null);
}
