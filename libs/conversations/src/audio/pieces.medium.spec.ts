import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AudioFile } from '#libs/contracts';
import { BlobStore } from '#libs/storage';
import { CaptureLogs } from '#libs/transcription';
import { opusFrames } from '#libs/transcription/testing';
import { AudioLedgerService } from '../ledger/audio-ledger.service.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { ConversationsBench, type BenchOptions, type TestDevice } from '../testing/index.js';
import { SEAL_EVERY_MS } from './audio-upkeep.js';
import { AudioService } from './audio.service.js';
import { pieceOf } from './piece.rules.js';

const SECOND_OF_OPUS = opusFrames(1_000);
const HELLO = { text: 'A tone is not a word, but let it be one.', startMs: 1_000, endMs: 3_000 };
const LATER = { text: 'And this is said much later.', startMs: 140_000, endMs: 143_000 };

describe('pieces of a recording', () => {
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
  const opusDevice = (bench: ConversationsBench) =>
    bench.device({ params: { codec: 'opus', timeoutSeconds: 300 } }).connect();
  const record = async (device: TestDevice, seconds: number) => {
    for (let second = 0; second < seconds; second += 1) await device.sendFrames(SECOND_OF_OPUS, 1_000);
  };
  const storedPieces = async (bench: ConversationsBench) => {
    const blobs = await Array.fromAsync(bench.get(BlobStore).list('audio/ada/'));
    return blobs.map(({ key }) => pieceOf(key.split('/').at(-1)!.replace('.ogg', ''))!);
  };
  const filesOf = async (bench: ConversationsBench, id: string): Promise<AudioFile[]> => {
    await bench.until(async () => expect(await bench.get(AudioService).list('ada', id)).not.toEqual([]));
    return bench.get(AudioService).list('ada', id);
  };
  const bytesOf = async (sound: { read(): Promise<AsyncIterable<Uint8Array>> }) =>
    Buffer.concat(await Array.fromAsync(await sound.read()));

  it('are stored while it goes on, and listed when its conversation ends', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO, LATER] }] });
    const device = await opusDevice(bench);
    await record(device, 145);
    await bench.passTime(SEAL_EVERY_MS);
    await bench.until(async () =>
      expect((await storedPieces(bench)).map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
        [0, 60_000],
        [60_000, 120_000],
      ]),
    );
    const written = (await Array.fromAsync(bench.get(BlobStore).list('audio/ada/'))).map(
      ({ version }) => version,
    );
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    const [file] = await filesOf(bench, id);
    expect(file).toMatchObject({ duration: 145, chunk_offsets: [0, 60, 120] });
    expect(file!.chunk_sizes!.reduce((sum, size) => sum + size, 0)).toBe(file!.size);
    const [first, second, third] = file!.chunk_timestamps;
    expect([second! - first!, third! - second!]).toEqual([60, 60]);
    // What was stored before was not written again.
    const after = (await Array.fromAsync(bench.get(BlobStore).list('audio/ada/'))).map(
      ({ version }) => version,
    );
    expect(after).toEqual(expect.arrayContaining(written));
  });

  it('are one recording to clients that know nothing of pieces, in every form', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }] });
    const device = await opusDevice(bench);
    await record(device, 70);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    const [file] = await filesOf(bench, id);
    const audio = bench.get(AudioService);
    const wav = await bytesOf(await audio.open('ada', id, file!.id, 'wav'));
    expect(wav.length).toBe(44 + 70 * 32_000);
    const ogg = await audio.open('ada', id, file!.id, 'original');
    expect(await bytesOf(ogg)).toHaveLength(file!.size);
    const seam = await audio.open('ada', id, file!.id, 'pcm');
    const range = { start: 59 * 32_000 + 1, end: 61 * 32_000 };
    const part = Buffer.concat(await Array.fromAsync(await seam.read(range)));
    expect(part.equals(wav.subarray(44 + range.start, 44 + range.end + 1))).toBe(true);
  });

  it('are the same when a crash comes between them and their listing', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }] });
    const device = await opusDevice(bench);
    await record(device, 130);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    await bench.until(async () => expect(await storedPieces(bench)).toHaveLength(2), 1_000);
    const { conversationId: id } = device;
    const dataDir = await bench.wreck();
    const after = await start({ dataDir, clock: bench.clock });
    await after.passTime(310_000);
    const [file] = await filesOf(after, id);
    expect(file!.chunk_offsets).toEqual([0, 60, 120]);
    expect(file!.duration).toBeGreaterThan(124);
    expect(await storedPieces(after)).toHaveLength(3);
  });

  it('are what is left of a recording whose disk is lost, and the ledger says what is not', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }] });
    const device = await opusDevice(bench);
    await record(device, 130);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    await bench.until(async () => expect(await storedPieces(bench)).toHaveLength(2), 1_000);
    const { conversationId: id } = device;
    const { sessionId } = device.handle;
    const dataDir = await bench.wreck();
    await rm(join(dataDir, 'capture'), { recursive: true });
    const after = await start({ dataDir, clock: bench.clock });
    await after.passTime(310_000);
    const [file] = await filesOf(after, id);
    expect(file).toMatchObject({ duration: 120 });
    await after.until(async () => {
      const recording = (await after.get(RecordingSessionRepository).find('ada', sessionId))!;
      expect(recording.state).toBe('released');
      const { storage, findings } = await after.get(AudioLedgerService).entryOf('ada', recording);
      expect(storage.in_log).toBe(0);
      expect(storage.stored + storage.lost).toBeGreaterThanOrEqual(120_000);
      expect(findings).toEqual([]);
    });
  });

  it('of silence in which nothing was ever said are not made', async () => {
    const bench = await start({ heard: [{ utterances: [] }] });
    const device = await opusDevice(bench);
    await record(device, 100);
    await bench.passTime(2 * SEAL_EVERY_MS);
    await bench.until(async () => expect(await storedPieces(bench)).toEqual([]));
    expect(await bench.get(CaptureLogs).describe('ada', device.handle.sessionId)).not.toBeNull();
  });

  it('go when the retention that was configured is over; words stay, and the ledger says so', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }], retentionDays: 1 / 24 });
    const device = await opusDevice(bench);
    await record(device, 10);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const { sessionId } = device.handle;
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await filesOf(bench, id);
    device.handle.detach({ ended: true });
    await bench.passTime(310_000);
    await bench.until(async () =>
      expect(await bench.get(RecordingSessionRepository).find('ada', sessionId)).toMatchObject({
        state: 'released',
      }),
    );
    await bench.passTime(40 * 60_000);
    expect(await bench.get(AudioService).list('ada', id)).toHaveLength(1);
    await bench.passTime(90 * 60_000);
    await bench.until(async () => expect(await bench.get(AudioService).list('ada', id)).toEqual([]));
    expect(await storedPieces(bench)).toEqual([]);
    expect((await bench.get(ConversationRepository).find('ada', id))!.transcript_segments).toHaveLength(1);
    const { totals } = await bench.get(AudioLedgerService).page('ada', { limit: 10 });
    expect(totals).toMatchObject({ receivedMs: 10_000, storage: { stored: 0, expired: 10_000 } });
  });
});
