import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation, Memory, Message } from '#libs/contracts';
import { ask } from '../support/chat.js';
import { untilQuiet } from '../support/diagnosis.js';
import { contentsOf } from '../support/folder-contents.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { BOOK, TALK } from '../support/recordings.js';
import { speakConversation } from '../support/spoken-conversation.js';
import { wordsOnDisk } from '../support/words-on-disk.js';

/** Spoken in the conversation that goes, or written by its owner into what came of it; nowhere else. */
const SPOKEN = ['peanuts', 'museum'];
const WRITTEN = { title: 'Quincunx', newerTitle: 'Zeugma', task: 'Theodolite', memory: 'Bathyscaphe' };
const DOOMED = [...SPOKEN, ...Object.values(WRITTEN)].map((word) => word.toLowerCase());
/** Spoken in the conversation that stays. */
const KEPT = ['dashwood', 'leisure'];
/** Leads to the conversation by other words than those, because a question is its owner's own and stays. */
const QUESTION = 'What is Oliver allergic to?';

// One story told in order.
describe('deleting one conversation of two', { shuffle: false }, () => {
  let server: MnemeProcess;
  let doomed: Conversation;
  let kept: Conversation;
  let answerId: string;

  const patch = (path: string, body?: object) =>
    server.json(path, {
      method: 'PATCH',
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });

  /** Rewrites title, task and memory, so that older words of each lie in freed places too. */
  async function plant(): Promise<void> {
    for (const title of [WRITTEN.title, WRITTEN.newerTitle]) {
      await patch(`/v1/conversations/${doomed.id}/title?title=${title}`);
    }
    const tasks = await server.json<{ action_items: { id: string }[] }>(
      `/v1/action-items?conversation_id=${doomed.id}`,
    );
    await patch(`/v1/action-items/${tasks.action_items[0]!.id}`, { description: `Oil the ${WRITTEN.task}` });
    const memories = await server.json<Memory[]>('/v3/memories');
    const memory = memories.findLast(({ conversation_id }) => conversation_id === doomed.id)!;
    await patch(`/v3/memories/${memory.id}`, { value: `There is a ${WRITTEN.memory} in the garden.` });
    const answer = await ask(server, QUESTION);
    expect(answer.text.toLowerCase()).toContain('peanuts');
    answerId = answer.id;
  }

  beforeAll(async () => {
    server = await MnemeProcess.start();
    doomed = await speakConversation(server, TALK.path);
    kept = await speakConversation(server, BOOK.path);
    await plant();
    await untilQuiet({ DATA_DIR: server.dataDir });
  });
  afterAll(() => server?.dispose());

  it('finds all its words first, so the search can fail', async () => {
    for (const word of [...DOOMED, ...KEPT]) {
      expect(await wordsOnDisk(server.dataDir, [word]), word).not.toEqual([]);
    }
    const { token, dataDir } = server;
    await server.stop();
    // What a version before this one left when it upgraded the databases.
    for (const name of ['documents.db', 'search.db']) {
      await copyFile(join(dataDir, name), join(dataDir, `${name}.before-v1`));
    }
    server = await MnemeProcess.start({ dataDir });
    server.token = token;
  });

  it('leaves none of them in any byte of any file, and all of the other', async () => {
    const { status } = await server.fetch(`/v1/conversations/${doomed.id}`, { method: 'DELETE' });
    expect(status).toBe(204);
    await vi.waitFor(async () => expect(await wordsOnDisk(server.dataDir, DOOMED)).toEqual([]), {
      timeout: 30_000,
      interval: 500,
    });
    const answer = (await server.json<Message[]>('/v2/messages')).find(({ id }) => id === answerId);
    expect(answer).toMatchObject({ text: expect.stringContaining('deleted') as string, citations: [] });
    expect(await server.json(`/v1/conversations/${kept.id}`)).toEqual(kept);
    await server.stop();
    expect(await wordsOnDisk(server.dataDir, DOOMED)).toEqual([]);
    for (const word of KEPT) expect(await wordsOnDisk(server.dataDir, [word]), word).not.toEqual([]);
    const recordings = Object.keys(await contentsOf(join(server.dataDir, 'blobs')));
    expect(recordings.filter((path) => path.includes(doomed.id))).toEqual([]);
    expect(recordings.filter((path) => path.includes(kept.id))).not.toEqual([]);
  });
});
