import { expect, it, vi } from 'vitest';
import type { ActionItem, Conversation } from '#libs/contracts';
import { opusOfSounds } from '../support/hearing/spoken-sound.js';
import type { Owner } from './world.js';
import { flush, hears, send, SENTENCE, SOON, TASK, toldConversations, type World } from './world.js';

const END = { method: 'POST', body: '{}' };
const ENDED = ['processing', 'completed', 'failed'] as const;

async function completed(owner: Owner, id: string): Promise<Conversation> {
  return vi.waitFor(async () => {
    const conversation = await owner.conversation(id);
    expect(conversation.status).toBe('completed');
    return conversation;
  }, SOON);
}

/** Invariants 33, 34 and 36; those about silence are in `over-time.ts`, those about crashes in `crash.ts`. */
export function lifecycleInvariants(world: () => World): void {
  it('33. ends that come at the same time from everywhere make one conversation and one set of tasks', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    send(client, opusOfSounds(SENTENCE + 1, TASK, SENTENCE + 2));
    flush(client);
    await vi.waitFor(() => expect(client.text).toContain('Sentence 1002.'), SOON);
    const [id] = toldConversations(client);
    const ends = [1, 2, 3].flatMap(() => [
      owner.fetch('/v1/conversations', END),
      owner.fetch(`/v1/conversations/${id}/finalize`, { method: 'POST' }),
    ]);
    const again = owner.connect();
    for (const { status } of await Promise.all(ends)) expect([200, 404, 409]).toContain(status);
    await again;
    const conversation = await completed(owner, id!);
    expect(conversation.structured.action_items).toHaveLength(1);
    expect((await owner.conversations(...ENDED)).map((row) => row.id)).toEqual([id]);
    const { action_items: tasks } = await owner.json<{ action_items: ActionItem[] }>('/v1/action-items');
    expect(tasks).toHaveLength(1);
  });

  it('34. ending what is in progress answers 404 when nothing is, and else `memory` and `conversation`', async () => {
    const owner = world().owner();
    expect((await owner.fetch('/v1/conversations', END)).status).toBe(404);
    const client = await owner.stream();
    send(client, opusOfSounds(SENTENCE + 1));
    flush(client);
    await hears(client, 'Sentence 1001.');
    const answer = await owner.json<{ memory: Conversation; conversation: Conversation }>(
      '/v1/conversations',
      END,
    );
    const [id] = toldConversations(client);
    expect([answer.memory.id, answer.conversation.id]).toEqual([id, id]);
  });

  it('36. sockets of different sources never share a conversation', async () => {
    const owner = world().owner();
    const sources = ['omi', 'phone', 'desktop', 'apple_watch'];
    const clients = await Promise.all(sources.map((source) => owner.stream({ query: { source } })));
    clients.forEach((client, index) => {
      send(client, opusOfSounds(index + 1));
      flush(client);
    });
    await Promise.all(clients.map((client, index) => hears(client, `w${index + 1}`)));
    const ids = clients.flatMap(toldConversations);
    expect(new Set(ids).size).toBe(sources.length);
    const stored = await Promise.all(ids.map((id) => owner.conversation(id)));
    expect(stored.map(({ source }) => source)).toEqual(sources);
    expect(stored.map(({ transcript_segments: segments }) => segments.map(({ text }) => text))).toEqual(
      sources.map((_, index) => [`w${index + 1}`]),
    );
  });
}
