import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { audioFile, deviceFile, formOf, upload, type SyncJob } from '../support/device-files.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, opusOf, TALK } from '../support/recordings.js';

const SYNC = '/v2/sync-local-files';
const anHourAgoS = () => Math.floor(Date.now() / 1_000) - 3_600;

async function finished(server: MnemeProcess, jobId: string): Promise<SyncJob> {
  return vi.waitFor(
    async () => {
      const job = await server.json<SyncJob>(`${SYNC}/${jobId}`);
      expect(['completed', 'partial_failure', 'failed']).toContain(job.status);
      return job;
    },
    { timeout: 90_000, interval: 200 },
  );
}

async function completed(server: MnemeProcess, id: string): Promise<Conversation> {
  return vi.waitFor(
    async () => {
      const current = await server.json<Conversation>(`/v1/conversations/${id}`);
      expect(current.status).toBe('completed');
      return current;
    },
    { timeout: 60_000, interval: 200 },
  );
}

const textOf = ({ transcript_segments: segments }: Conversation) =>
  segments
    .map(({ text }) => text)
    .join(' ')
    .toLowerCase();

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

describe('recordings on a server that dies', () => {
  let server: MnemeProcess;
  afterEach(() => server?.dispose());

  it('are taken in exactly once, wherever it was killed', async () => {
    server = await MnemeProcess.start();
    const { token } = server;
    const packets = await opusOf(TALK.path);
    const recordedS = anHourAgoS();
    const halves = [
      deviceFile(packets.slice(0, 1_100), recordedS),
      deviceFile(packets.slice(1_100), recordedS + 22),
    ];
    const response = await upload(server, SYNC, formOf('files', halves));
    expect(response.status).toBe(202);
    const { job_id: jobId } = (await response.json()) as SyncJob;
    for (const afterMs of [300, 1_500, 2_500, 4_000]) {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await server.kill();
      server = await MnemeProcess.start({ dataDir: server.dataDir });
      server.token = token;
    }
    const job = await finished(server, jobId);
    expect(job).toMatchObject({ status: 'completed', failed_segments: 0 });
    const conversations = await server.json<Conversation[]>('/v1/conversations');
    expect(conversations).toHaveLength(1);
    const conversation = await completed(server, conversations[0]!.id);
    for (const word of TALK.words) expect(textOf(conversation)).toContain(word);
    expect(textOf(conversation).split('peanuts')).toHaveLength(2);
    expect(new Set(conversation.transcript_segments.map(({ id }) => id)).size).toBe(
      conversation.transcript_segments.length,
    );
    expect(conversation.audio_files).toHaveLength(2);
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

  it('in a watched folder are taken in and put away, also over a restart', async () => {
    const first = await MnemeProcess.start();
    await first.stop();
    const watched = join(first.dataDir, 'watched');
    await mkdir(watched);
    await copyFile(BOOK.path, join(watched, '2026-01-05 10.00.00 book.flac'));
    await writeFile(join(watched, 'notes.txt'), 'Not a recording, but somebody put it here. '.repeat(100));
    await writeFile(join(watched, '.hidden'), 'x');
    const start = async () => {
      server = await MnemeProcess.start({ dataDir: first.dataDir, env: { WATCH_DIR: watched } });
      server.token = first.token;
    };
    await start();
    await new Promise((resolve) => setTimeout(resolve, 6_500));
    await server.kill();
    await start();
    await vi.waitFor(
      async () => {
        expect((await readdir(watched)).sort()).toEqual(['.hidden', 'done', 'failed']);
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(await readdir(join(watched, 'done'))).toEqual(['2026-01-05 10.00.00 book.flac']);
    expect((await readdir(join(watched, 'failed'))).sort()).toEqual(['notes.txt', 'notes.txt.reason.txt']);
    expect(await readFile(join(watched, 'failed', 'notes.txt.reason.txt'), 'utf8')).toContain(
      'AUDIO_FORMAT_UNSUPPORTED',
    );
    const conversations = await server.json<Conversation[]>('/v1/conversations');
    expect(conversations).toHaveLength(1);
    expect(new Date(conversations[0]!.started_at).toISOString().slice(0, 16)).toBe('2026-01-05T10:00');
  });
});
