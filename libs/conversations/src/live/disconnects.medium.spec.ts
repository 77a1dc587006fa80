import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppEventBus, endSilentConversation } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { ConversationProcessing } from '../lifecycle/conversation-processing.js';
import { Sweeper } from '../lifecycle/sweeper.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { NotedExtractions, type BenchOptions, type ConversationsBench } from '../testing/index.js';
import { HELLO, LiveBenches } from '../testing/live-benches.js';
import { LiveRegistry } from './live-registry.js';
import { LiveSessions } from './live-sessions.js';

const OTHER = { text: 'Meanwhile the other microphone heard this.', startMs: 12_000, endMs: 14_000 };
const desktop = { params: { source: 'desktop', deviceId: 'laptop' } } as const;

describe('when a connection goes', () => {
  let benches: LiveBenches;
  beforeEach(() => {
    benches = new LiveBenches();
  });
  afterEach(() => benches.stop());

  const start = (options: BenchOptions = {}) =>
    benches.start({ heard: [{ utterances: [HELLO] }], ...options });
  const find = (bench: ConversationsBench, id: string) => bench.get(ConversationRepository).find('ada', id);
  const completed = (bench: ConversationsBench, id: string, stepMs = 100) =>
    bench.until(async () => expect((await find(bench, id))?.status).toBe('completed'), stepMs);

  it('a desktop that was stopped has its conversation ended at once, last words included', async () => {
    const bench = await start({ heard: [{ utterances: [{ ...HELLO, endMs: 6_000 }] }] });
    const device = await bench.device(desktop).connect();
    const id = device.conversationId;
    await device.record(5_500);
    const leftAtMs = bench.clock.nowMs();
    device.handle.detach({ ended: true });
    await completed(bench, id);
    expect(bench.clock.nowMs() - leftAtMs).toBeLessThan(30_000);
    expect((await find(bench, id))!.transcript_segments[0]!.text).toMatch(/^Hello there,/);
  });

  it('a desktop that was cut off may come back', async () => {
    const bench = await start();
    const device = await bench.device(desktop).connect();
    const id = device.conversationId;
    await device.record(5_000);
    device.handle.detach({ ended: false });
    await bench.passTime(60_000);
    expect((await bench.device(desktop).connect()).conversationId).toBe(id);
  });

  it('a desktop’s conversation goes on while another of its sockets records it', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }, { utterances: [OTHER] }] });
    const anonymous = { params: { source: 'desktop', deviceId: null } } as const;
    const first = await bench.device(anonymous).connect();
    const second = await bench.device(anonymous).connect();
    const id = first.conversationId;
    expect(second.conversationId).toBe(id);
    await first.record(5_000);
    first.handle.detach({ ended: true });
    await bench.passTime(10_000);
    expect(await find(bench, id)).toMatchObject({ status: 'in_progress' });
    second.handle.detach({ ended: true });
    await completed(bench, id);
  });

  it('a desktop in whose conversation nothing was said leaves nothing behind', async () => {
    const bench = await start({ heard: [{ utterances: [] }] });
    const device = await bench.device(desktop).connect();
    const id = device.conversationId;
    await device.record(3_000);
    device.handle.detach({ ended: true });
    await bench.until(async () => expect(await find(bench, id)).toBeNull());
  });

  it('a pendant’s conversation waits for it, however it went', async () => {
    for (const ended of [true, false]) {
      const bench = await start();
      const device = await bench.device().connect();
      const id = device.conversationId;
      await device.record(5_000);
      device.handle.detach({ ended });
      await bench.passTime(60_000);
      expect(await find(bench, id)).toMatchObject({ status: 'in_progress' });
      expect((await bench.device().connect()).conversationId).toBe(id);
    }
  });

  it('the end that was announced comes even if the process dies before it', async () => {
    const before = await start();
    const device = await before.device(desktop).connect();
    const id = device.conversationId;
    await device.record(5_000);
    await before.until(() => expect(device.transcript).toHaveLength(1));
    await before.get(ConversationRepository).changeHead('ada', id, () => ({ ends_now: true }));
    const after = await start({ dataDir: await before.wreck(), clock: before.clock });
    await completed(after, id);
  });

  it('the sweep brings an announced end forward, and does not count it as a loss', async () => {
    const bench = await start();
    const device = await bench.device({ params: { timeoutSeconds: 14_400 } }).connect();
    const id = device.conversationId;
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    device.handle.detach({ ended: true });
    await bench.until(() => expect(bench.get(LiveRegistry).owners().size).toBe(0));
    await bench.get(ConversationRepository).changeHead('ada', id, () => ({ ends_now: true }));
    const timer = { ownerId: 'ada', conversationId: id };
    expect(await bench.get(JobQueue).isPending(endSilentConversation, timer)).toBe(true);
    expect(await bench.get(Sweeper).sweep()).toMatchObject({ timersArmed: 0 });
    await completed(bench, id);
  });

  it('nothing of it stays in memory', async () => {
    const bench = await start({ heard: [{ utterances: [] }] });
    for (let number = 0; number < 20; number += 1) {
      const device = await bench.device({ ownerId: `owner-${number}` }).connect();
      await device.record(1_000);
      device.handle.detach({ ended: true });
    }
    const live = bench.get(LiveRegistry);
    await bench.until(() => expect(live.owners().size).toBe(0));
    expect(bench.get(LiveSessions).owners().size).toBe(0);
    expect(live.ofOwner('owner-3')).toEqual([]);
  });

  it('two sockets of the same source store every segment once', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }, { utterances: [OTHER] }] });
    const anonymous = { params: { deviceId: null } } as const;
    const first = await bench.device(anonymous).connect();
    const second = await bench.device(anonymous).connect();
    expect(second.conversationId).toBe(first.conversationId);
    for (let round = 0; round < 16; round += 1) {
      await first.record(1_000);
      await second.record(1_000);
    }
    await bench.until(async () => {
      const { transcript_segments: segments } = (await find(bench, first.conversationId))!;
      expect(segments.map(({ text }) => text)).toEqual([HELLO.text, OTHER.text]);
    });
  });

  it('finalizing, silence and a reconnect at the same time come to one completed conversation', async () => {
    const bench = await start();
    const device = await bench.device().connect();
    const id = device.conversationId;
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    let ended = 0;
    bench.get(AppEventBus).on('conversation.processed', () => (ended += 1));
    await bench.passTime(118_000);
    const processing = bench.get(ConversationProcessing);
    await bench.settled(
      // Whichever comes second may find nothing left to finalize.
      Promise.allSettled([
        processing.finalize('ada', id),
        processing.finalizeCurrent('ada'),
        bench.device().connect(),
      ]),
    );
    await completed(bench, id);
    await bench.passTime(10_000);
    expect(ended).toBe(1);
    expect(bench.get(NotedExtractions).seen).toHaveLength(1);
    expect(await find(bench, id)).toMatchObject({ revision: 1 });
  });
});
