import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { deviceFile, formOf, upload, type SyncJob } from '../support/device-files.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { anHourAgoS, completed, finished, SYNC, textOf } from '../support/offline-recordings.js';
import { BOOK, opusOf, TALK } from '../support/recordings.js';

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

  it('are taken in from a watched folder and put away, also over a restart', async () => {
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
