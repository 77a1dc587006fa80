import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationsService } from '../conversations.service.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { HELLO, LATER, LiveBenches, stored, textOf } from '../testing/live-benches.js';

describe('conversations of live sessions', () => {
  let benches: LiveBenches;

  beforeEach(() => {
    benches = new LiveBenches();
  });
  afterEach(() => benches.stop());

  it('begins a new conversation when the silence was too long, and for another source', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO] }] });
    const first = await bench.device().connect();
    const firstId = first.conversationId;
    await first.record(4_000);
    const phone = await bench.device({ params: { source: 'phone' } }).connect();
    expect(phone.conversationId).not.toBe(first.conversationId);
    phone.handle.detach();
    first.handle.detach();
    await bench.passTime(121_000);
    const second = await bench.device().connect();
    expect(second.conversationId).not.toBe(firstId);
    await bench.until(async () => expect((await stored(bench, firstId)).status).toBe('completed'));
  });

  it('moves on to a new conversation after a silence, on the same connection', async () => {
    const late = { ...LATER, startMs: 150_000, endMs: 152_000 };
    const bench = await benches.start({ heard: [{ utterances: [HELLO, late] }] });
    const device = await bench.device().connect();
    const firstId = device.conversationId;
    await device.record(140_000);
    await bench.until(async () => expect((await stored(bench, firstId)).status).toBe('completed'));
    await bench.until(() => expect(device.named('conversation_session')).toHaveLength(2));
    await device.record(20_000);
    await bench.until(async () => {
      const { transcript_segments: segments } = await stored(bench, device.conversationId);
      expect(textOf(segments)).toBe(late.text);
    });
    expect(device.conversationId).not.toBe(firstId);
    expect(textOf((await stored(bench, firstId)).transcript_segments)).toBe(HELLO.text);
    const names = device.events.map(({ name }) => name);
    expect(names.indexOf('memory_processing_started')).toBeLessThan(names.indexOf('memory_created'));
    expect(device.named('memory_created')).toHaveLength(1);
  });

  it('puts words that come after the end into a new conversation when nobody told it of the end', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO, LATER] }] });
    const device = await bench.device().connect();
    const firstId = device.conversationId;
    await device.record(4_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    await bench.get(ConversationRepository).change('ada', firstId, () => ({ status: 'completed' }));
    await device.record(8_000);
    await bench.until(() => expect(device.conversationId).not.toBe(firstId));
    expect(textOf((await stored(bench, firstId)).transcript_segments)).toBe(HELLO.text);
    await bench.until(async () =>
      expect(textOf((await stored(bench, device.conversationId)).transcript_segments)).toBe(LATER.text),
    );
    const announced = device.named('conversation_session');
    expect(announced.map((event) => event.conversation_id)).toEqual([firstId, device.conversationId]);
    expect(announced.map((event) => event.lifecycle_sequence)).toEqual([1, 2]);
    expect(announced[1]).toMatchObject({
      status: 'in_progress',
      recording_session_id: device.handle.sessionId,
      lifecycle_version: 1,
      lifecycle_phase: 'recording',
    });
    const session = await bench.get(RecordingSessionRepository).find('ada', device.handle.sessionId);
    expect(session!.spans.map((span) => span.conversation_id)).toEqual([firstId, device.conversationId]);
    expect(session!.spans[0]!.to_ms).toBe(session!.spans[1]!.from_ms);
  });

  it('lets a conversation in which nothing was said disappear, and begins one with the next word', async () => {
    const late = { ...LATER, startMs: 200_000, endMs: 202_000 };
    const bench = await benches.start({ heard: [{ utterances: [late] }] });
    const device = await bench.device().connect();
    const stubId = device.conversationId;
    await device.record(130_000);
    await bench.until(() => expect(device.handle.conversationId).toBeNull());
    await expect(stored(bench, stubId)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await device.record(80_000);
    await bench.until(() => expect(textOf(device.transcript)).toBe(late.text));
    expect((await stored(bench, device.conversationId)).transcript_segments).toHaveLength(1);
    expect(device.named('memory_created')).toHaveLength(0);
  });

  it('ends a conversation on request with the words that are just being said', async () => {
    const bench = await benches.start({ heard: [{ utterances: [{ ...HELLO, endMs: 9_000 }] }] });
    const device = await bench.device().connect();
    await device.record(8_500);
    const { conversation_id: id } = await device.handle.finalize();
    await bench.until(async () => expect((await stored(bench, id)).status).toBe('completed'));
    expect(textOf((await stored(bench, id)).transcript_segments)).toMatch(/^Hello there, this is the first/);
    await bench.until(() => expect(device.conversationId).not.toBe(id));
    await expect(device.handle.finalize()).rejects.toMatchObject({ code: 'CONVERSATION_NOT_IN_PROGRESS' });
  });

  it('drops what was said in a conversation that its owner deletes, and begins another with the next word', async () => {
    const bench = await benches.start({
      heard: [{ utterances: [HELLO, { ...LATER, startMs: 20_000, endMs: 22_000 }] }],
    });
    const device = await bench.device().connect();
    const deletedId = device.conversationId;
    await device.record(4_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    await bench.get(ConversationsService).delete('ada', deletedId);
    await expect(stored(bench, deletedId)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await device.record(20_000);
    await bench.until(() => expect(device.handle.conversationId).not.toBeNull());
    expect(device.conversationId).not.toBe(deletedId);
    expect(textOf((await stored(bench, device.conversationId)).transcript_segments)).toBe(LATER.text);
  });
});
