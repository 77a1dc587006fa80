import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SilentLog } from '#libs/observability';
import { SearchThread } from './search-thread.js';

class RecordingLog extends SilentLog {
  readonly errors: string[] = [];
  override error(message?: string): void {
    this.errors.push(message!);
  }
}

describe('SearchThread', () => {
  let folder: string;
  let log: RecordingLog;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-thread-'));
    log = new RecordingLog();
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** A thread that dies at every `ping` and answers how often it was started otherwise. */
  async function mortal(): Promise<SearchThread> {
    const file = join(folder, 'mortal.mjs');
    const starts = join(folder, 'starts');
    await writeFile(
      file,
      `import { appendFileSync, readFileSync } from 'node:fs';
       import { parentPort } from 'node:worker_threads';
       appendFileSync(${JSON.stringify(starts)}, 'x');
       parentPort.on('message', (message) => {
         if (message === 'stop') return parentPort.close();
         if (message.operation === 'ping') throw new Error('out of memory');
         parentPort.postMessage({ id: message.id, result: readFileSync(${JSON.stringify(starts)}).length });
       });`,
    );
    return new SearchThread({ file: 'unused', log, module: pathToFileURL(file) });
  }

  it('fails what waits when the thread dies, and starts another one for what comes next', async () => {
    const thread = await mortal();
    expect(await thread.call('countVectors', 'n', 'ada', '')).toBe(1);
    const lost = await Promise.allSettled([thread.call('ping'), thread.call('countVectors', 'n', 'ada', '')]);
    for (const outcome of lost) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' },
      });
    }
    expect(await thread.call('countVectors', 'n', 'ada', '')).toBe(2);
    expect(log.errors).toHaveLength(1);
    await thread.close();
  });

  it('finishes what it was asked before it stops, and refuses what comes later', async () => {
    const thread = new SearchThread({ file: join(folder, 'search.db'), log });
    const upsert = thread.call('upsertKeywords', 'talks', [
      { id: 't', ownerId: 'ada', title: '', body: 'harbour', timeMs: 0, metadata: {} },
    ]);
    await thread.close();
    await expect(upsert).resolves.toBeUndefined();
    await expect(thread.call('ping')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    expect(log.errors).toEqual([]);

    const again = new SearchThread({ file: join(folder, 'search.db'), log });
    const query = { collection: 'talks', ownerId: 'ada', text: 'harbour', limit: 1 };
    expect(await again.call('searchKeywords', query)).toMatchObject([{ id: 't' }]);
    await again.close();
  });

  it('answers a database that cannot be opened with an error, and tries again', async () => {
    const file = join(folder, 'not', 'yet', 'there.db');
    const thread = new SearchThread({ file, log });
    await expect(thread.call('ping')).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await mkdir(join(folder, 'not', 'yet'), { recursive: true });
    await expect(thread.call('ping')).resolves.toBeUndefined();
    await thread.close();
  });

  it('stops at once when it was never asked anything', async () => {
    await new SearchThread({ file: join(folder, 'search.db'), log }).close();
    expect(log.errors).toEqual([]);
  });
});
