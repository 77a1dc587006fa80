import { expect, it, vi } from 'vitest';
import { opusOfSounds } from '../support/hearing/spoken-sound.js';
import type { OmiClient } from '../support/omi-client.js';
import {
  flush,
  heardAs,
  hears,
  numbers,
  send,
  SENTENCE,
  SOON,
  toldConversations,
  type World,
} from './world.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The kind of each frame, in order: `ping`, `segments`, or the type of an event. */
function kindsOf({ texts }: OmiClient): string[] {
  return texts.map((text) => {
    if (text === 'ping') return text;
    return text.startsWith('[') ? 'segments' : (JSON.parse(text) as { type: string }).type;
  });
}

/** Invariants 11 to 18. */
export function eventInvariants(world: () => World): void {
  it('11. `ready` comes once, after `stt_initiating`, and ahead of every segment', async () => {
    const client = await world().owner().connect();
    send(client, opusOfSounds(...numbers(5)));
    flush(client);
    await hears(client, heardAs(...numbers(5)));
    const statuses = client.statuses;
    expect(statuses.filter((status) => status === 'ready')).toHaveLength(1);
    expect(statuses[0]).toBe('initiating');
    expect(statuses.indexOf('stt_initiating')).toBeLessThan(statuses.indexOf('ready'));
    const ready = client.texts.findIndex((text) => text.includes('"ready"'));
    expect(ready).toBeLessThan(kindsOf(client).indexOf('segments'));
  });

  it('13. segments have ids, numbered speakers, times in order and say whether the owner speaks', async () => {
    const client = await world().owner().stream();
    send(client, opusOfSounds(SENTENCE + 1, 2001, { pauseMs: 3_500 }, SENTENCE + 2));
    flush(client);
    await vi.waitFor(() => expect(client.segments.size).toBe(3), SOON);
    for (const { id, speaker, speaker_id, start, end, is_user } of client.segments.values()) {
      expect(id).toMatch(UUID);
      expect(speaker).toMatch(/^SPEAKER_\d+$/);
      expect(Number(speaker.split('_')[1])).toBe(speaker_id);
      expect(start).toBeGreaterThanOrEqual(0);
      expect(start).toBeLessThanOrEqual(end);
      expect(typeof is_user).toBe('boolean');
    }
  });

  it('14. `conversation_session` comes ahead of the first segment, with the id that the API answers', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    send(client, opusOfSounds(1));
    flush(client);
    await hears(client, 'w1');
    const kinds = kindsOf(client);
    expect(kinds.indexOf('conversation_session')).toBeGreaterThan(-1);
    expect(kinds.indexOf('conversation_session')).toBeLessThan(kinds.indexOf('segments'));
    const [current, ...others] = await owner.conversations('in_progress');
    expect(others).toEqual([]);
    expect(toldConversations(client)).toEqual([current!.id]);
    expect(current!.transcript_segments.map(({ text }) => text)).toEqual(['w1']);
  });

  it('15. 16. `last_memory` and the end of a conversation are told once each, the beginning of the end first', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    expect(client.named('last_memory')).toEqual([]);
    send(client, opusOfSounds(SENTENCE + 1, SENTENCE + 2));
    flush(client);
    await hears(client, 'Sentence 1001. Sentence 1002.');
    const [id] = toldConversations(client);
    await owner.json(`/v1/conversations/${id}/finalize`, { method: 'POST' });
    await owner.json(`/v1/conversations/${id}/finalize`, { method: 'POST' });
    await vi.waitFor(() => expect(client.named('memory_created')).toHaveLength(1), SOON);
    const endings = client.events.filter(({ type }) => type.startsWith('memory_'));
    expect(endings.map(({ type }) => type)).toEqual(['memory_processing_started', 'memory_created']);
    expect(endings.map(({ memory }) => (memory as { id: string }).id)).toEqual([id, id]);

    const next = await owner.stream();
    expect(next.named('last_memory')).toMatchObject([{ memory_id: id }]);
    expect((await owner.conversations('completed')).map((row) => row.id)).toEqual([id]);
  });

  it('17. lifecycle numbers never go back within a recording', async () => {
    const owner = world().owner();
    const client = await owner.stream();
    for (const sentence of [1, 2, 3]) {
      send(client, opusOfSounds(SENTENCE + sentence));
      flush(client);
      await vi.waitFor(() => expect(client.text).toContain(`Sentence 100${sentence}.`), SOON);
      await owner.json('/v1/conversations', { method: 'POST', body: '{}' });
      await vi.waitFor(() => expect(client.named('memory_created')).toHaveLength(sentence), SOON);
    }
    const sequences = new Map<string, number[]>();
    for (const event of client.events) {
      const { recording_session_id: recording, lifecycle_sequence: sequence } = event;
      if (typeof recording !== 'string' || typeof sequence !== 'number') continue;
      sequences.set(recording, [...(sequences.get(recording) ?? []), sequence]);
    }
    expect(sequences.size).toBe(1);
    for (const told of sequences.values()) expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(new Set(toldConversations(client)).size).toBeGreaterThanOrEqual(3);
  });

  it('18. text that nobody understands leaves the session open', async () => {
    const client = await world().owner().stream();
    const odd = ['', 'hello', '{', 'null', '7', '"x"', '[]', '{}', '{"type":7}', '{"type":"what"}'];
    const halves = ['speaker_assigned', 'suggested_transcript', 'image_chunk', 'skip_question', 'auth'];
    for (const text of [...odd, ...halves.map((type) => `{"type":"${type}"}`)]) client.sendText(text);
    client.sendText({ type: 'image_chunk', id: 'a', index: 9, total: 2, data: '!' });
    client.sendText({ type: 'speaker_assigned', speaker_id: 'x', person_id: null, segment_ids: {} });
    send(client, opusOfSounds(1));
    flush(client);
    await hears(client, 'w1');
    expect(client.socket.readyState).toBe(client.socket.OPEN);
  });
}

/** Invariant 12, which holds for whatever any client of these tests was sent. */
export function expectReadable(clients: readonly OmiClient[]): void {
  expect(clients.map(({ choked }) => choked?.message).filter(Boolean)).toEqual([]);
  const texts = clients.flatMap((client) => client.texts);
  expect(texts.length).toBeGreaterThan(0);
}
