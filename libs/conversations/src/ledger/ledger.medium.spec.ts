import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeConversationAudio } from '#libs/contracts';
import { Metrics } from '#libs/observability';
import { JobQueue } from '#libs/queue';
import { DataLifecycle, DocumentStore } from '#libs/storage';
import { AudioService } from '../audio/audio.service.js';
import { ConversationsService } from '../conversations.service.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { RecordingSession } from '../store/recording-session.js';
import { ConversationsBench, type BenchOptions, type TestDevice } from '../testing/index.js';
import { AudioLedgerService } from './audio-ledger.service.js';
import { LedgerReconciler } from './ledger-reconciler.js';
import type { LedgerEntry } from './ledger.rules.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };
const BUDGET = { text: 'The budget meeting moved to Friday.', startMs: 31_000, endMs: 34_000 };

const recognized = ({ recognition: { failed, ...heard } }: Pick<LedgerEntry, 'recognition'>) =>
  [...Object.values(heard), ...Object.values(failed)].reduce((sum, ms) => sum + ms, 0);
const stored = ({ storage }: Pick<LedgerEntry, 'storage'>) =>
  Object.values(storage).reduce((sum: number, ms: number) => sum + ms, 0);

describe('the ledger of an owner', () => {
  let benches: ConversationsBench[];
  beforeEach(() => {
    benches = [];
  });
  afterEach(async () => {
    for (const bench of benches) await bench.stop();
  });
  const start = async (options: BenchOptions) => {
    const bench = await ConversationsBench.start(options);
    benches.push(bench);
    return bench;
  };
  const page = (bench: ConversationsBench, ownerId = 'ada') =>
    bench.get(AudioLedgerService).page(ownerId, { limit: 10 });
  const only = async (bench: ConversationsBench): Promise<LedgerEntry> => {
    const { rows } = await page(bench);
    expect(rows).toHaveLength(1);
    return rows[0]!.entry;
  };
  const expectSums = (entry: Pick<LedgerEntry, 'receivedMs' | 'recognition' | 'storage'>) => {
    expect(recognized(entry)).toBeCloseTo(entry.receivedMs, 3);
    expect(stored(entry)).toBeCloseTo(entry.receivedMs, 3);
  };
  const speak = async (bench: ConversationsBench, seconds: number): Promise<TestDevice> => {
    const device = await bench.device().connect();
    await device.record(seconds * 1_000);
    await bench.until(() => expect(device.transcript).not.toEqual([]));
    return device;
  };
  const finish = async (bench: ConversationsBench, device: TestDevice) => {
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await bench.until(async () => expect(await bench.get(AudioService).list('ada', id)).toHaveLength(1));
    device.handle.detach({ ended: true });
    await bench.passTime(125_000);
    await bench.until(async () =>
      expect((await page(bench)).rows[0]!.recording).toMatchObject({ state: 'released' }),
    );
    return id;
  };
  const plant = (bench: ConversationsBench, id: string, data: Partial<RecordingSession>) =>
    bench.get(DocumentStore).write([{ kind: 'update', path: `users/ada/recording_sessions/${id}`, data }]);
  const trouble = async (bench: ConversationsBench) =>
    Object.fromEntries(await bench.get(LedgerReconciler).round());

  it('accounts for each second from its arrival to its deletion', async () => {
    const bench = await start({ heard: [{ utterances: [GARDEN, BUDGET] }] });
    const device = await speak(bench, 10);
    const early = await only(bench);
    expect(early).toMatchObject({ receivedMs: 10_000, storage: { in_log: 10_000 }, lostFrames: 0 });
    expectSums(early);
    await device.record(30_000);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    const id = await finish(bench, device);
    const late = await only(bench);
    expectSums(late);
    expect(late.receivedMs).toBe(40_000);
    expect(late.recognition).toMatchObject({
      transcribed: 6_000,
      silent: 34_000,
      pending: 0,
      not_recognized: 0,
    });
    expect(late.storage.stored).toBeGreaterThan(33_000);
    await bench.settled(bench.get(ConversationsService).delete('ada', id));
    await bench.until(async () =>
      expect(await bench.get(DataLifecycle).findConversation('ada', id)).toEqual([]),
    );
    const gone = await only(bench);
    expectSums(gone);
    expect(gone.storage).toMatchObject({ stored: 0, discarded: late.storage.stored });
  });

  it('adds up over all recordings of a period, and shows nobody else’s', async () => {
    const bench = await start({ heard: [{ utterances: [GARDEN] }, { utterances: [GARDEN] }] });
    await speak(bench, 6);
    const { rows, totals } = await page(bench);
    expect(rows).toHaveLength(1);
    expect(totals).toMatchObject({ recordings: 1, receivedMs: 6_000 });
    expectSums(totals!);
    expect((await page(bench, 'eve')).totals).toMatchObject({ recordings: 0, receivedMs: 0 });
    const from = new Date(bench.clock.nowMs() + 1_000);
    const later = await bench.get(AudioLedgerService).page('ada', { limit: 10, from });
    expect(later).toMatchObject({ rows: [], totals: { recordings: 0 } });
  });

  it('counts sound of clients that recognize speech themselves as theirs', async () => {
    const bench = await start({});
    const device = await bench.device({ params: { customStt: true } }).connect();
    await device.record(8_000);
    await bench.settled(device.handle.end());
    const entry = await only(bench);
    expectSums(entry);
    expect(entry.recognition).toMatchObject({ client_transcribed: 8_000, silent: 0, transcribed: 0 });
  });

  it('adds up in what a power cut leaves at any moment, and when all of it is heard again', async () => {
    const bench = await start({ heard: [{ utterances: [GARDEN, BUDGET] }] });
    const device = await bench.device().connect();
    const wrecks: string[] = [];
    for (let second = 0; second < 40; second += 1) {
      await device.record(1_000);
      if (second % 6 === 5) wrecks.push(await bench.wreck());
    }
    for (const dataDir of wrecks) {
      const after = await start({ dataDir, clock: bench.clock, heard: [{ utterances: [] }] });
      const entry = await only(after);
      expectSums(entry);
      expect(entry.findings).toEqual([]);
      await after.passTime(130_000);
      await after.until(async () => {
        const ended = await only(after);
        expect(ended.recognition.pending).toBe(0);
        expectSums(ended);
        expect(ended.findings).toEqual([]);
        expect(ended.receivedMs).toBe(entry.receivedMs);
      });
    }
  });

  describe('is reconciled with what is there', () => {
    let bench: ConversationsBench;
    let device: TestDevice;
    beforeEach(async () => {
      bench = await start({ heard: [{ utterances: [GARDEN] }] });
      device = await speak(bench, 6);
    });
    const session = async () =>
      (await bench.get(RecordingSessionRepository).find('ada', device.handle.sessionId))!;

    it('and nothing is said of what is right', async () => {
      expect(await trouble(bench)).toEqual({});
      const metrics = await bench.get(Metrics).render();
      expect(metrics).toContain('mneme_ledger_audio_seconds{axis="storage",fate="in_log"} 6');
    });

    it('what was dealt with and not counted is counted as that', async () => {
      const { handled_ms: handledMs } = await session();
      await plant(bench, device.handle.sessionId, {
        fate: { silentMs: 0, transcribedMs: 0, keptMs: 0, failed: {} },
      });
      expect(await trouble(bench)).toEqual({ handled_without_fate: 1 });
      expect(await trouble(bench)).toEqual({});
      expect(await session()).toMatchObject({ uncounted_ms: handledMs });
      expectSums(await only(bench));
    });

    it('the job is put in again that stores the sound of an ended conversation', async () => {
      const { spans } = await session();
      const ended = await bench.settled(device.handle.finalize());
      await bench.until(async () =>
        expect(await bench.get(AudioService).list('ada', ended.conversation_id)).toHaveLength(1),
      );
      await bench.until(async () => expect((await session()).spans[0]).toMatchObject({ state: 'stored' }));
      const job = { ownerId: 'ada', conversationId: ended.conversation_id, revision: 1 };
      const isPending = () => bench.get(JobQueue).isPending(storeConversationAudio, job);
      await bench.until(async () => expect(await isPending()).toBe(false));
      const [first, ...others] = (await session()).spans;
      await plant(bench, device.handle.sessionId, {
        spans: [{ ...spans[0]!, ...first!, state: 'kept' }, ...others],
      });
      expect(await trouble(bench)).toEqual({ sound_not_stored: 1 });
      expect(await isPending()).toBe(true);
      await bench.until(async () => expect((await session()).spans[0]).toMatchObject({ state: 'stored' }));
    });

    it('sound without a conversation is told of and left alone', async () => {
      const [first] = (await session()).spans;
      const lonely = { ...first!, conversation_id: 'gone', to_ms: 3_000 };
      await plant(bench, device.handle.sessionId, { spans: [lonely] });
      expect(await trouble(bench)).toEqual({ conversation_missing: 1 });
      expect((await session()).spans).toEqual([lonely]);
    });
  });
});
