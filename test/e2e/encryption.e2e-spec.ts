import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation, Memory } from '#libs/contracts';
import { ask } from '../support/chat.js';
import { mneme, mnemeDoes } from '../support/cli.js';
import { sharedServices } from '../support/cloud-installation.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { TALK } from '../support/recordings.js';
import { speakConversation } from '../support/spoken-conversation.js';
import { wordsStored } from '../support/words-stored.js';

const TITLE = 'Rhinoceros parade in Valparaiso';
const MEMORY = 'The submarine is called Hyperion and lies at Fredrikshavn';
const QUESTION = 'What did the astronomer say about peanuts and the museum?';
/** How every recording begins that can be played. */
const SOUND = 'opushead';
/** Of everything that was said, typed and asked: words that no program has of itself, as far as stemming leaves them. */
const PLANTED = [
  SOUND,
  'peanut', 'allergi', 'saturday', 'oliver', 'rhinocero', 'valparaiso', 'submarin', 'hyperion', 'fredrikshavn', 'astronom',
]; // prettier-ignore

/** On the cloud profile the operator gives the secrets; on the embedded one the server makes them. */
const isCloud = sharedServices() !== null;
/** Every place where something of an owner lies, as an owner's id is found there in the open. */
const PLACES = isCloud
  ? [/^firestore users/, /^gcs audio/, /^pinecone ns1/, /^typesense /, /^redis /]
  : [/^documents\.db/, /^search\.db/, /^jobs\.db/];

// One story told in order.
describe('data at level enhanced', { shuffle: false }, () => {
  let server: MnemeProcess;
  let conversation: Conversation;
  let memory: Memory;
  let token: string;
  let ownerId: string;
  /** What the first process was told. */
  let env: Readonly<Record<string, string>>;
  /** Told instead since then. */
  let secrets: Readonly<Record<string, string>> = {};

  const stored = (words: readonly string[] = PLANTED) => wordsStored(server, ownerId, words);
  const post = (path: string, body: object) =>
    server.fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  const startAgain = async () => {
    server = await MnemeProcess.start({ dataDir: server.dataDir, env: secrets });
    server.token = token;
  };
  const run = (args: string[], killAfterMs?: number) => mneme(args, { ...env, ...secrets }, killAfterMs);

  const expectEverything = async () => {
    const stored = await server.json<Conversation>(`/v1/conversations/${conversation.id}`);
    expect(stored).toMatchObject({
      transcript_segments: conversation.transcript_segments,
      structured: { ...conversation.structured, title: TITLE },
    });
    expect(await server.json(`/v3/memories/${memory.id}`)).toMatchObject({ content: MEMORY });
    const history = await server.json<{ text: string }[]>('/v2/messages');
    expect(history.map(({ text }) => text)).toContain(QUESTION);
    const answer = await ask(server, 'What is Oliver allergic to?');
    expect(answer.text.toLowerCase()).toContain('peanuts');
    expect(answer.memories_id).toEqual([conversation.id]);
    const [audio] = conversation.audio_files;
    const sound = await server.fetch(`/v1/sync/audio/${conversation.id}/${audio!.id}?format=original`);
    expect(
      Buffer.from(await sound.arrayBuffer())
        .subarray(0, 4)
        .toString(),
    ).toBe('OggS');
  };
  const quiet = () =>
    vi.waitFor(
      async () => {
        const { terminal } = await server.json<{ terminal: boolean }>(
          `/v1/conversations/${conversation.id}/finalization`,
        );
        expect(terminal).toBe(true);
      },
      { timeout: 60_000, interval: 200 },
    );

  beforeAll(async () => {
    server = await MnemeProcess.start();
    ({ token, env } = server);
    ownerId = (await server.json<{ id: string }>('/v1/users/profile')).id;
    const adopted = await post('/v1/users/migration/requests/data-protection-level/finalize', {
      target_level: 'enhanced',
    });
    expect(await adopted.json()).toEqual({ status: 'ok' });
    conversation = await speakConversation(server, TALK.path);
    await server.json(`/v1/conversations/${conversation.id}/title?title=${encodeURIComponent(TITLE)}`, {
      method: 'PATCH',
    });
    memory = (await (await post('/v3/memories', { content: MEMORY })).json()) as Memory;
    await ask(server, QUESTION);
    await quiet();
  }, 180_000);
  afterAll(() => server?.dispose());

  it('leaves no word anywhere, while the server runs and after it stopped', async () => {
    expect(
      conversation.transcript_segments
        .map(({ text }) => text)
        .join(' ')
        .toLowerCase(),
    ).toContain('peanuts');
    const seen = await stored([ownerId]);
    for (const place of PLACES) expect(seen).toContainEqual(expect.stringMatching(place));
    expect(await stored()).toEqual([]);
    await server.stop();
    expect(await stored()).toEqual([]);
  });

  it('is what it was for its owner: transcript, title, memory, chat, search and sound', async () => {
    await startAgain();
    await expectEverything();
    expect(await server.json('/v1/users/profile')).toMatchObject({ data_protection_level: 'enhanced' });
    expect(await server.json('/v1/users/migration/requests?target_level=enhanced')).toEqual({
      needs_migration: [],
    });
    await server.stop();
  });

  it('outlives a change of keys that is killed again and again, and the loss of the old secret afterwards', async () => {
    if (isCloud) {
      const [next, present] = [randomBytes(32).toString('base64'), env['MASTER_SECRET']!];
      secrets = { MASTER_SECRET: next, MASTER_SECRET_PREVIOUS: present };
    }
    for (const killAfterMs of [700, 1_000, 1_300]) await run(['rotate-keys'], killAfterMs);
    const rotated = await run(['rotate-keys']);
    expect(rotated).toMatchObject({
      code: 0,
      said: expect.stringContaining('Verified: nothing is encrypted'),
    });
    expect(await run(['rotate-keys', '--drop-old'])).toMatchObject({
      code: 0,
      said: expect.stringContaining(isCloud ? 'may be taken out of MASTER_SECRET_PREVIOUS' : 'Forgotten: '),
    });
    if (isCloud) {
      secrets = { MASTER_SECRET: secrets['MASTER_SECRET']! };
      token = (await mnemeDoes(['token'], { ...env, ...secrets })).trim();
    }
    await startAgain();
    await expectEverything();
    await server.stop();
  });

  it('can be stored in the open again, where the words are found, and encrypted once more', async () => {
    expect(await run(['protect', '--level', 'standard'])).toMatchObject({ code: 0 });
    const open = await stored();
    for (const word of ['rhinocero', 'hyperion', 'astronom']) {
      expect(open).toContainEqual(expect.stringMatching(`^(documents\\.db|firestore ).*: ${word}`));
    }
    expect(open).toContainEqual(expect.stringMatching(`^(blobs|gcs audio).*: ${SOUND}`));
    await startAgain();
    await vi.waitFor(
      async () => expect((await ask(server, 'Where does the Hyperion lie?')).citations).not.toEqual([]),
      {
        timeout: 30_000,
        interval: 500,
      },
    );
    await expectEverything();
    expect(await stored()).toContainEqual(expect.stringMatching(/^(search\.db|typesense ).*: hyperion/));
    await server.stop();
    expect(await run(['protect', '--level', 'enhanced'])).toMatchObject({ code: 0 });
    expect(await stored()).toEqual([]);
    await startAgain();
    await quiet();
    await expectEverything();
  });

  it('moves to no other level for a client, and tells what is wrong with a request', async () => {
    const refused = await post('/v1/users/migration/requests', { target_level: 'e2ee' });
    expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'LEVEL_UNSUPPORTED' }]);
    const batch = { requests: [{ type: 'memory', id: memory.id, target_level: 'enhanced' }] };
    expect((await post('/v1/users/migration/batch-requests', batch)).status).toBe(200);
    const unknown = { requests: [{ type: 'person', id: 'x', target_level: 'enhanced' }] };
    expect((await post('/v1/users/migration/batch-requests', unknown)).status).toBe(422);
  });
});
