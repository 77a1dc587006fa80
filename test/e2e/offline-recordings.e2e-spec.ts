import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { audioFile, deviceFile, formOf, upload, type SyncJob } from '../support/device-files.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { anHourAgoS, completed, finished, SYNC, textOf } from '../support/offline-recordings.js';
import { BOOK, opusOf, TALK } from '../support/recordings.js';

describe('recordings that a device kept while nobody heard it', () => {
  let server: MnemeProcess;
  let packets: Uint8Array[];
  const recordedS = anHourAgoS();
  let conversation: Conversation;
  let job: SyncJob;

  beforeAll(async () => {
    server = await MnemeProcess.start();
    packets = await opusOf(TALK.path);
    const response = await upload(server, SYNC, formOf('files', [deviceFile(packets, recordedS)]));
    expect(response.status).toBe(202);
    const accepted = (await response.json()) as SyncJob;
    expect(accepted).toMatchObject({ status: 'queued', total_files: 1, poll_after_ms: 3_000, lane: 'fresh' });
    job = await finished(server, accepted.job_id);
    conversation = await completed(server, job.result!.new_memories[0]!);
  });
  afterAll(() => server?.dispose());

  it('become a conversation with every word, at its time', () => {
    for (const word of TALK.words) expect(textOf(conversation)).toContain(word);
    expect(textOf(conversation).split('peanuts')).toHaveLength(2);
    const lateMs = new Date(conversation.started_at).getTime() - recordedS * 1_000;
    expect(lateMs).toBeGreaterThanOrEqual(0);
    expect(lateMs).toBeLessThan(5_000);
    expect(conversation.structured.title).not.toBe('');
  });

  it('can be heard on the clock of the words', async () => {
    const [file] = conversation.audio_files;
    expect(file!.duration).toBeGreaterThan(35);
    const response = await server.fetch(`/v1/sync/audio/${conversation.id}/${file!.id}?format=wav`);
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('RIFF');
    expect((bytes.length - 44) / 32_000).toBeCloseTo(file!.duration, 1);
  });

  it('are taken once, under whatever name they come again', async () => {
    for (const atS of [recordedS, recordedS + 900]) {
      const response = await upload(server, SYNC, formOf('files', [deviceFile(packets, atS)]));
      expect(response.status).toBe(202);
      expect(await response.json()).toMatchObject({ status: 'completed', poll_after_ms: 0 });
    }
    expect(await server.json<Conversation[]>('/v1/conversations')).toHaveLength(1);
    const again = await server.json<Conversation>(`/v1/conversations/${conversation.id}`);
    expect(again.transcript_segments).toEqual(conversation.transcript_segments);
  });

  it('are answered at once by the first version of the route, which says that there is a newer one', async () => {
    const form = formOf('files', [deviceFile(packets, recordedS)]);
    const response = await upload(server, '/v1/sync-local-files', form);
    expect(response.status).toBe(200);
    expect(response.headers.get('deprecation')).toBe('true');
    expect(response.headers.get('link')).toContain('/v2/sync-local-files');
    expect(await response.json()).toEqual({ new_memories: [conversation.id], updated_memories: [] });
  });

  it('are refused as a whole when a name tells no time, or one in the future', async () => {
    for (const name of ['audio.bin', 'notes_1.txt', `audio_${recordedS + 7_200}.bin`, '../../x.bin']) {
      const files = [deviceFile(packets.slice(0, 50), recordedS), new File(['x'], name)];
      const response = await upload(server, SYNC, formOf('files', files));
      expect([name, response.status]).toEqual([name, 400]);
    }
    expect((await upload(server, SYNC, new FormData())).status).toBe(422);
  });

  it('are listed, and unknown ones are not there', async () => {
    const { jobs } = await server.json<{ jobs: SyncJob[] }>(SYNC);
    expect(jobs.map(({ job_id }) => job_id)).toContain(job.job_id);
    expect((await server.fetch(`${SYNC}/nothing`)).status).toBe(404);
  });

  it('leave no file behind on their way in', async () => {
    await vi.waitFor(async () => expect(await readdir(join(server.dataDir, 'incoming'))).toEqual([]));
  });
});

describe('audio files', () => {
  let server: MnemeProcess;
  afterEach(() => server?.dispose());

  it('become conversations at the time that their sender tells', async () => {
    server = await MnemeProcess.start();
    const recordedAt = '2026-01-05T10:00:00Z';
    const form = formOf('file', [await audioFile(BOOK.path, 'book.flac')], { recorded_at: recordedAt });
    const response = await upload(server, '/v1/recordings', form);
    expect(response.status).toBe(202);
    const job = await finished(server, ((await response.json()) as SyncJob).job_id);
    const conversation = await completed(server, job.result!.new_memories[0]!);
    for (const word of BOOK.words) expect(textOf(conversation)).toContain(word);
    expect(new Date(conversation.started_at).toISOString().slice(0, 16)).toBe('2026-01-05T10:00');
  });

  it('that are no recordings say so', async () => {
    server = await MnemeProcess.start();
    const file = new File(['Dear diary, today I listened to nothing at all.'.repeat(100)], 'diary.mp3');
    const response = await upload(server, '/v1/recordings', formOf('file', [file]));
    const job = await finished(server, ((await response.json()) as SyncJob).job_id);
    expect(job).toMatchObject({ status: 'failed', reason_code: 'AUDIO_FORMAT_UNSUPPORTED' });
  });
});
