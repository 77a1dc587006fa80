import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ScriptedUtterance, SpeechScript } from '#libs/ai/testing';
import type { Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { BlobStore, DataLifecycle } from '#libs/storage';
import { containerOf } from '#libs/transcription/testing';
import { AudioService } from '../audio/audio.service.js';
import { placeInAudio } from '../audio/audio-place.rules.js';
import { ConversationsService } from '../conversations.service.js';
import { ConversationsBench, type BenchOptions } from '../testing/index.js';
import { AudioLedgerService } from '../ledger/audio-ledger.service.js';
import { OfflineIntake, type BroughtFile } from './offline-intake.js';
import { stagedPrefix } from './offline-recording.js';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import { SyncProgress } from './sync-progress.js';

const TALK = 'We should meet at the big station on Friday before the concert begins.';
const MORE = 'And Peter brings the tickets that his sister bought in Lisbon last week.';

let bench: ConversationsBench;
let folder: string;
let recordedS: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mneme-offline-'));
});
afterEach(async () => {
  await bench.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(...heard: SpeechScript[]): Promise<void> {
  await startWith({ heard });
}

async function startWith(options: BenchOptions): Promise<void> {
  bench = await ConversationsBench.start(options);
  recordedS = Math.floor(bench.clock.nowMs() / 1_000) - 3_600;
}

/** A recording of raw samples; `voiced` are its seconds with a voice in them. The seed makes its bytes its own. */
async function recording(
  atS: number,
  {
    seconds = 10,
    voiced = [0, seconds],
    seed = atS,
  }: { seconds?: number; voiced?: [number, number]; seed?: number } = {},
): Promise<BroughtFile> {
  const samples = Int16Array.from({ length: seconds * 16_000 }, (_, n) =>
    n >= voiced[0] * 16_000 && n < voiced[1] * 16_000 ? 1_000 + ((n * 7 + seed) % 500) : 0,
  );
  const bytes = Buffer.from(samples.buffer);
  const records = Array.from({ length: Math.ceil(bytes.length / 3_200) }, (_, n) =>
    bytes.subarray(n * 3_200, (n + 1) * 3_200),
  );
  const file = containerOf(records);
  const name = `audio_phone_pcm16_16000_1_fs160_${atS}.bin`;
  const path = join(folder, `${atS}-${seed}`);
  await writeFile(path, file);
  return { path, name, sizeBytes: file.length };
}

const said = (text: string, startMs = 500, endMs = 6_000, speaker = 0): SpeechScript => ({
  utterances: [{ text, startMs, endMs, speaker } satisfies ScriptedUtterance],
});

async function take(...files: BroughtFile[]): Promise<string> {
  return bench.get(OfflineIntake).takeDeviceFiles('ada', files, { whenBusy: 'join' });
}

async function stateOf(jobId: string) {
  return (await bench.get(SyncProgress).of('ada', jobId)).state;
}

/** Takes files in and waits until nothing more becomes of them. */
async function sync(...files: BroughtFile[]) {
  const jobId = await take(...files);
  return finished(jobId);
}

async function finished(jobId: string) {
  await bench.until(async () => expect((await stateOf(jobId)).isFinal).toBe(true));
  return stateOf(jobId);
}

async function conversations(): Promise<Conversation[]> {
  return bench.get(ConversationsService).list('ada', { limit: 10, offset: 0, includeDiscarded: true });
}

async function completed(id: string): Promise<Conversation> {
  await bench.until(async () => {
    expect((await bench.get(ConversationsService).get('ada', id)).status).toBe('completed');
  });
  return bench.get(ConversationsService).get('ada', id);
}

const wallOf = ({ started_at, transcript_segments }: Conversation) =>
  transcript_segments.map(({ text, start }) => [text, started_at.getTime() + Math.round(start * 1_000)]);

describe('recordings that devices made on their own', () => {
  it('become a conversation at the time at which they were made, with their sound', async () => {
    await start(said(TALK));
    const state = await sync(await recording(recordedS));
    expect(state).toMatchObject({ status: 'completed', total: 1, successful: 1, failed: 0, updatedIds: [] });
    const conversation = await completed(state.newIds[0]!);
    expect(wallOf(conversation)).toEqual([[TALK, recordedS * 1_000 + 500]]);
    expect(conversation.started_at).toEqual(new Date(recordedS * 1_000 + 500));
    expect(conversation.finished_at).toEqual(new Date(recordedS * 1_000 + 6_000));
    expect(conversation.structured.title).not.toBe('');
    expect(conversation.audio_files).toMatchObject([
      { started_at: new Date(recordedS * 1_000), duration: 10 },
    ]);
    expect(placeInAudio(conversation, 0)).toMatchObject({ offset: 0.5 });
    const file = conversation.audio_files[0]!;
    const sound = await bench.get(AudioService).open('ada', conversation.id, file.id, 'wav');
    expect(sound.sizeBytes).toBe(44 + 10 * 32_000);
  });

  it('are taken once, however often they are sent, and leave nothing behind in staging', async () => {
    await start(said(TALK));
    const file = await recording(recordedS);
    const first = await sync(file);
    const second = await sync(file);
    expect(second).toMatchObject({ status: 'completed', newIds: first.newIds });
    const moved = { ...file, name: `audio_phone_pcm16_16000_1_fs160_${recordedS + 700}.bin` };
    expect((await sync(moved)).newIds).toEqual(first.newIds);
    expect(await conversations()).toHaveLength(1);
    expect(await Array.fromAsync(bench.get(BlobStore).list(stagedPrefix('ada')))).toEqual([]);
  });

  it('of one talk become one conversation, in whatever order they come', async () => {
    await start(said(MORE), said(TALK));
    const later = await sync(await recording(recordedS + 70));
    const earlier = await sync(await recording(recordedS));
    expect(earlier).toMatchObject({ newIds: [], updatedIds: later.newIds });
    const conversation = await completed(later.newIds[0]!);
    expect(wallOf(conversation)).toEqual([
      [TALK, recordedS * 1_000 + 500],
      [MORE, (recordedS + 70) * 1_000 + 500],
    ]);
    expect(conversation.transcript_segments[0]!.start).toBe(0);
    expect(conversation.audio_files.map((file) => file.started_at!.getTime() / 1_000)).toEqual([
      recordedS,
      recordedS + 70,
    ]);
  });

  it('that come at once become one conversation, which is processed once', async () => {
    await start(said(TALK), said(MORE), said('That is all.'));
    const files = [0, 60, 120].map((offset) => recording(recordedS + offset));
    const state = await sync(...(await Promise.all(files)));
    expect(state).toMatchObject({ status: 'completed', total: 3, updatedIds: [] });
    const conversation = await completed(state.newIds[0]!);
    expect(conversation.transcript_segments).toHaveLength(3);
    expect(await conversations()).toHaveLength(1);
  });

  it('become conversations of their own when more than two minutes lie between', async () => {
    await start(said(TALK), said(MORE));
    const state = await sync(await recording(recordedS), await recording(recordedS + 300));
    expect(state.newIds).toHaveLength(2);
  });

  it('without speech are done without a trace', async () => {
    await start(said(TALK));
    const state = await sync(await recording(recordedS, { voiced: [0, 0] }));
    expect(state).toMatchObject({ status: 'completed', total: 0, newIds: [] });
    expect(await conversations()).toEqual([]);
  });

  it('are accounted for in the ledger, to the second', async () => {
    await start(said(TALK));
    await sync(await recording(recordedS, { seconds: 30, voiced: [0, 10] }));
    const { imported, totals } = await bench.get(AudioLedgerService).page('ada', { limit: 10 });
    expect(totals!.receivedMs).toBe(0);
    expect(imported).toMatchObject({ recordings: 1, receivedMs: 30_000 });
    const { transcribed, silent } = imported!.recognition;
    expect(transcribed).toBeGreaterThan(9_000);
    expect(transcribed + silent).toBeCloseTo(30_000);
    expect(imported!.storage.stored + imported!.storage.silent).toBeCloseTo(30_000);
    const before = { to: new Date(recordedS * 1_000 - 60_000), limit: 10 };
    const earlier = await bench.get(AudioLedgerService).page('ada', before);
    expect(earlier.imported).toMatchObject({ recordings: 0 });
  });

  it('belong to nobody else', async () => {
    await start(said(TALK));
    const jobId = await take(await recording(recordedS));
    await finished(jobId);
    const progress = bench.get(SyncProgress);
    await expect(progress.of('eve', jobId)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(progress.of('eve', 'nothing')).rejects.toMatchObject({ kind: 'not_found' });
    expect(await progress.newest('eve', 10)).toEqual([]);
    expect(
      await bench.get(OfflineRecordingRepository).ofConversation('eve', (await stateOf(jobId)).newIds[0]!),
    ).toEqual([]);
  });
});

describe('recordings beside what was heard live', () => {
  /** A live conversation of TALK then MORE; answers it when it is over. */
  async function heardLive(): Promise<Conversation> {
    const device = await bench.device().connect();
    await device.record(20_000);
    await bench.until(() => expect(device.transcript.length).toBeGreaterThan(0));
    const id = device.conversationId;
    device.handle.detach({ ended: true });
    return completed(id);
  }
  const live: SpeechScript = {
    utterances: [
      { text: TALK, startMs: 500, endMs: 6_000 },
      { text: MORE, startMs: 10_000, endMs: 16_000 },
    ],
  };

  it('add nothing when every word was heard, even when their clock is wrong', async () => {
    await start(live, live);
    const before = await heardLive();
    const startS = Math.round((before.started_at.getTime() - 500) / 1_000);
    const state = await sync(await recording(startS - 50, { seconds: 20 }));
    expect(state).toMatchObject({ status: 'completed', newIds: [], updatedIds: [] });
    const after = await bench.get(ConversationsService).get('ada', before.id);
    expect(after.transcript_segments).toEqual(before.transcript_segments);
    expect(after.revision).toBe(before.revision);
    expect(await conversations()).toHaveLength(1);
  });

  it('fill in what was lost, at the time that the words in common tell', async () => {
    const whole = {
      utterances: [
        ...live.utterances,
        { text: 'Then we go home by the last train.', startMs: 18_000, endMs: 20_500 },
      ],
    };
    await start(live, whole);
    const before = await heardLive();
    const startS = Math.round((before.started_at.getTime() - 500) / 1_000);
    const state = await sync(await recording(startS + 40, { seconds: 24 }));
    expect(state).toMatchObject({ status: 'completed', newIds: [], updatedIds: [before.id] });
    const after = await completed(before.id);
    expect(after.revision).toBeGreaterThan(before.revision);
    expect(after.transcript_segments.slice(0, -1)).toEqual(before.transcript_segments);
    const [text, atMs] = wallOf(after).at(-1)!;
    expect(text).toBe('Then we go home by the last train.');
    expect(Math.abs(Number(atMs) - before.started_at.getTime() - 17_500)).toBeLessThan(2_000);
  });

  it('go into a conversation that goes on, and its own words keep their time', async () => {
    await start(live, said('This was before you could hear me, in the garden.'));
    const device = await bench.device().connect();
    await device.record(8_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const id = device.conversationId;
    const before = await bench.get(ConversationsService).get('ada', id);
    const state = await sync(await recording(Math.floor(before.started_at.getTime() / 1_000) - 60));
    expect(state).toMatchObject({ newIds: [], updatedIds: [id] });
    await device.record(12_000);
    await bench.until(async () =>
      expect((await bench.get(ConversationsService).get('ada', id)).transcript_segments).toHaveLength(3),
    );
    const after = await bench.get(ConversationsService).get('ada', id);
    expect(after.status).toBe('in_progress');
    const walls = new Map(wallOf(after) as [string, number][]);
    expect(walls.get(TALK)).toBe(wallOf(before)[0]![1]);
    // The device paused for as long as the recording was taken in.
    expect(walls.get(MORE)! - walls.get(TALK)!).toBeLessThan(9_500 + 30_000);
    await bench.until(() => expect(device.transcript).toHaveLength(3));
  });
});

describe('recordings that cannot be taken in at once', () => {
  const DOWN: SpeechScript = {
    utterances: [],
    refusal: new AppError('unavailable', 'SPEECH_UNAVAILABLE', 'Down.'),
  };

  it('are kept, say why, and are tried again until they are', async () => {
    await start(DOWN, DOWN, said(TALK));
    const jobId = await take(await recording(recordedS));
    await bench.until(async () => expect((await stateOf(jobId)).failing).toBe(1));
    expect(await stateOf(jobId)).toMatchObject({
      status: 'processing',
      isTried: true,
      reasons: ['upstream_error'],
      retryAfterMs: expect.any(Number),
    });
    expect(await finished(jobId)).toMatchObject({
      status: 'completed',
      successful: 1,
      failed: 0,
      reasons: [],
    });
    expect(await conversations()).toHaveLength(1);
  });

  it('are given up when nobody ever finds words in them, keep their sound, and may be tried again', async () => {
    await start(...Array.from({ length: 5 }, () => ({ utterances: [] })), said(TALK));
    const file = await recording(recordedS);
    const jobId = await take(file);
    expect(await finished(jobId)).toMatchObject({
      status: 'failed',
      failed: 1,
      reasons: ['empty_unexpected'],
    });
    expect(await Array.fromAsync(bench.get(BlobStore).list(stagedPrefix('ada')))).toHaveLength(1);
    expect(await sync(file)).toMatchObject({ status: 'completed', successful: 1 });
  });

  it('say that nothing in them can be decoded', async () => {
    await start(said(TALK));
    const path = join(folder, 'broken');
    await writeFile(path, containerOf([Uint8Array.of(0x4b, 0x00), Uint8Array.of(0x4b, 0x00)]));
    const state = await sync({ path, name: `audio_${recordedS}.bin`, sizeBytes: 12 });
    expect(state).toMatchObject({ status: 'failed', total: 1, failed: 1, reasons: ['AUDIO_DAMAGED'] });
  });

  it('fail alone: the others of the upload are stored', async () => {
    await start(said(TALK));
    const path = join(folder, 'broken');
    await writeFile(path, containerOf([Uint8Array.of(0x4b, 0x00)]));
    const broken = { path, name: `audio_${recordedS + 1}.bin`, sizeBytes: 6 };
    expect(await sync(await recording(recordedS), broken)).toMatchObject({
      status: 'partial_failure',
      total: 2,
      successful: 1,
      failed: 1,
    });
  });

  it('are refused while the same bytes are being taken in', async () => {
    await start(DOWN, DOWN, DOWN, DOWN);
    const file = await recording(recordedS);
    await take(file);
    const again = bench.get(OfflineIntake).takeDeviceFiles('ada', [file], { whenBusy: 'refuse' });
    await expect(again).rejects.toMatchObject({ code: 'SYNC_CONTENT_IN_PROGRESS', retryAfterMs: 10_000 });
  });

  it('take nothing of an upload with a name that tells no time', async () => {
    await start(said(TALK));
    const file = { ...(await recording(recordedS)), name: 'audio_2030.bin' };
    await expect(take(await recording(recordedS + 1), file)).rejects.toMatchObject({ kind: 'invalid' });
    expect(await Array.fromAsync(bench.get(OfflineRecordingRepository).all('ada'))).toEqual([]);
  });
});

describe('the deletion of a conversation of recordings', () => {
  it('leaves nothing that names it, and the same bytes do not bring it back', async () => {
    await start(said(TALK));
    const file = await recording(recordedS);
    const { newIds } = await sync(file);
    await completed(newIds[0]!);
    await bench.get(ConversationsService).delete('ada', newIds[0]!);
    const lifecycle = bench.get(DataLifecycle);
    await bench.until(async () => expect(await lifecycle.findConversation('ada', newIds[0]!)).toEqual([]));
    expect(await sync(file)).toMatchObject({ status: 'completed', newIds: [], updatedIds: [] });
    expect(await conversations()).toEqual([]);
  });
});
