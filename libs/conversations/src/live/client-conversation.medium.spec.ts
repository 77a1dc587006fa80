import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#libs/kernel';
import { ConversationsService } from '../conversations.service.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';
import type { LiveParams } from './live-client.js';

const HELLO = { text: 'Hello there, this is the first thing said.', startMs: 1_000, endMs: 3_000 };

describe('a conversation id that the client proposes', () => {
  let bench: ConversationsBench;
  let proposed: string;
  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [HELLO] }, { utterances: [HELLO] }] });
    proposed = newId();
  });
  afterEach(() => bench.stop());

  const connect = (params: Partial<LiveParams> = {}) =>
    bench.device({ params: { clientConversationId: proposed, ...params } }).connect();
  const status = async (id: string) => (await bench.get(ConversationsService).get('ada', id)).status;
  const sessions = (device: TestDevice) =>
    device.named('conversation_session').map(({ conversation_id: id, status: state }) => [id, state]);
  const talk = async (device: TestDevice) => {
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
  };

  it('is the id of the conversation', async () => {
    const device = await connect();
    expect(device.conversationId).toBe(proposed);
    expect(await status(proposed)).toBe('in_progress');
  });

  it('begins a conversation of its own, even while another one could go on', async () => {
    const before = await bench.device().connect();
    before.handle.detach();
    expect((await connect()).conversationId).toBe(proposed);
  });

  it('goes on with the conversation when it is proposed again', async () => {
    const first = await connect();
    await talk(first);
    first.handle.detach();
    await bench.passTime(60_000);
    const again = await connect();
    expect(again.conversationId).toBe(proposed);
    expect(sessions(again)).toEqual([[proposed, 'in_progress']]);
  });

  it('leads sockets that come at the same time to one conversation', async () => {
    const devices = await bench.settled(
      Promise.all([connect({ deviceId: null }), connect({ deviceId: null }), connect({ deviceId: null })]),
    );
    expect(new Set(devices.map(({ conversationId }) => conversationId))).toEqual(new Set([proposed]));
  });

  it('tells what became of a conversation that has ended, and begins the next', async () => {
    const first = await connect();
    await talk(first);
    await first.handle.finalize();
    await bench.until(async () => expect(await status(proposed)).toBe('completed'));
    first.handle.detach();
    const again = await connect();
    const nextId = again.conversationId;
    expect(nextId).not.toBe(proposed);
    expect(sessions(again)).toEqual([
      [proposed, 'completed'],
      [nextId, 'in_progress'],
    ]);
    const [created] = again.named('memory_created');
    expect(created!.memory).toMatchObject({ id: proposed, status: 'completed' });
    expect(created!.memory.transcript_segments).toHaveLength(1);
    const sequence = again.named('conversation_session').map((event) => event.lifecycle_sequence!);
    expect(sequence[0]).toBeLessThan(sequence[1]!);
    again.handle.detach();
    expect((await connect()).conversationId).toBe(nextId);
  });

  it('says only that it is being processed, or failed, while there is nothing to show', async () => {
    for (const state of ['processing', 'failed'] as const) {
      proposed = newId();
      const first = await connect();
      first.handle.detach();
      await bench.get(ConversationRepository).change('ada', proposed, () => ({ status: state, revision: 1 }));
      const again = await connect();
      expect(sessions(again)[0]).toEqual([proposed, state]);
      expect(sessions(again)[1]).toEqual([again.conversationId, 'in_progress']);
      expect(again.named('memory_created')).toEqual([]);
      again.handle.detach();
    }
  });

  it('says nothing of a conversation that was deleted, and never brings its id back', async () => {
    const first = await connect();
    await talk(first);
    first.handle.detach();
    await bench.get(ConversationsService).delete('ada', proposed);
    const again = await connect();
    expect(again.conversationId).not.toBe(proposed);
    expect(sessions(again)).toEqual([[again.conversationId, 'in_progress']]);
    await bench.passTime(10_000);
    expect(await status(again.conversationId)).toBe('in_progress');
  });

  it('begins the next one after a silence that was too long, and for another device', async () => {
    const first = await connect();
    await talk(first);
    const other = await connect({ deviceId: 'tablet' });
    expect(other.conversationId).not.toBe(proposed);
    first.handle.detach();
    await bench.passTime(118_000);
    const again = await connect();
    expect(again.conversationId).not.toBe(proposed);
    await bench.until(async () => expect(await status(proposed)).toBe('completed'));
  });

  it('is its owner’s alone', async () => {
    await connect();
    const eve = await bench.device({ ownerId: 'eve', params: { clientConversationId: proposed } }).connect();
    expect(eve.named('memory_created')).toEqual([]);
    expect(eve.conversationId).toBe(proposed);
    await expect(bench.get(ConversationsService).delete('eve', proposed)).resolves.toBeUndefined();
    expect(await status(proposed)).toBe('in_progress');
  });
});
