import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation, Memory, Message } from '#libs/contracts';
import { ask } from '../support/chat.js';
import { KILLED, mneme, mnemeDoes, type CliResult } from '../support/cli.js';
import { CloudInstallation, sharedServices } from '../support/cloud-installation.js';
import { untilFinished } from '../support/diagnosis.js';
import { contentsOf } from '../support/folder-contents.js';
import { MnemeProcess, PROJECT } from '../support/mneme-process.js';
import { TALK } from '../support/recordings.js';
import { speakConversation } from '../support/spoken-conversation.js';

type Environment = Readonly<Record<string, string>>;

const QUESTION = 'What is Oliver allergic to?';
const MEMORIES = 120;
const KILLS = 4;
const TO_CLOUD = ['migrate', '--from', 'embedded', '--to', 'cloud'];
const TO_EMBEDDED = ['migrate', '--from', 'cloud', '--to', 'embedded'];
/** As if the machine had been off for some minutes: nobody waits for the device any more, and its recording is stored at once. */
const MINUTES_LATER = {
  NODE_OPTIONS: `--import=${pathToFileURL(join(PROJECT, 'test/support/run-later.mjs')).href}`,
  RUN_LATER_BY_MS: '300000',
};
const EMBEDDED = { STORAGE_PROFILE: 'embedded', MASTER_SECRET: '' };

/** What an owner sees, sound included. */
interface Holdings {
  readonly conversations: Conversation[];
  readonly memories: Memory[];
  readonly tasks: unknown;
  readonly chat: Message[];
  /** SHA-256 of each recording as it is stored. */
  readonly sound: string[];
}

async function holdingsOf(server: MnemeProcess): Promise<Holdings> {
  const conversations = await server.json<Conversation[]>('/v1/conversations');
  const sound: string[] = [];
  for (const { id, audio_files } of conversations) {
    for (const file of audio_files) {
      const response = await server.fetch(`/v1/sync/audio/${id}/${file.id}?format=original`);
      expect(response.status).toBe(200);
      sound.push(
        createHash('sha256')
          .update(Buffer.from(await response.arrayBuffer()))
          .digest('hex'),
      );
    }
  }
  return {
    conversations,
    memories: await server.json('/v3/memories?limit=500'),
    tasks: await server.json('/v1/action-items'),
    chat: await server.json('/v2/messages'),
    sound,
  };
}

/** An answer without what is new each time. */
async function answerOf(server: MnemeProcess): Promise<unknown> {
  const { text, citations, memories_id } = await ask(server, QUESTION);
  return { text, citations, memories_id };
}

/** How much of what lies on both sides, and its digest, as the command prints it. */
const tableOf = (said: string) =>
  said.split('\n').filter((line) => /^ {2}\S+ +\d+ {2}[0-9a-f]{16}$/.test(line));

// One story told in order: each part begins with what the one before left.
describe('mneme migrate', { shuffle: false, timeout: 400_000 }, () => {
  let root: string;
  let server: MnemeProcess | undefined;
  let holdings: Holdings;
  let answer: unknown;
  let firstTable: string[];
  let cloud: Environment;
  let rehearsal: Environment;

  const at = (name: string) => join(root, name);
  /** What a migration between a data folder and a cloud is told. */
  const between = (folder: string, side: Environment): Environment => ({ ...side, DATA_DIR: at(folder) });
  const start = async (name: string, env: Environment, token?: string) => {
    server = await MnemeProcess.start({ dataDir: at(name), env });
    if (token !== undefined) server.token = token;
    return server;
  };
  const stop = async () => {
    await server?.stop();
    server = undefined;
  };
  const tokenIn = async (env: Environment) => (await mnemeDoes(['token'], env)).trim();
  const refused = ({ code, said }: CliResult, because: RegExp) => {
    expect(said).toMatch(because);
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  };

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'mneme-migrate-'));
    [cloud, rehearsal] = (await Promise.all(
      ['cloud', 'rehearsal'].map(
        async (name) => (await CloudInstallation.of(at(name), sharedServices()!)).env,
      ),
    )) as [Environment, Environment];
  });
  afterAll(async () => {
    await server?.kill();
    for (const name of ['cloud', 'rehearsal', 'home', 'back']) await CloudInstallation.dispose(at(name));
    await rm(root, { recursive: true, force: true });
  });

  it(
    'refuses while the server runs, and while work waits, and says what to do',
    { timeout: 400_000 },
    async () => {
      const home = await start('home', EMBEDDED);
      const level = await home.fetch('/v1/users/migration/requests/data-protection-level/finalize', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ target_level: 'enhanced' }),
      });
      expect(level.status).toBe(200);
      await speakConversation(home, TALK.path);
      refused(await mneme(TO_CLOUD, between('home', cloud)), /Another Mneme process uses the data folder/);
      await stop();
      refused(
        await mneme(TO_CLOUD, between('home', cloud)),
        /still has .* 1 unfinished recording\. Start its server/,
      );
      refused(
        await mneme(['migrate', '--from', 'cloud', '--to', 'cloud'], between('home', cloud)),
        /Say which way/,
      );
      refused(await mneme(TO_EMBEDDED, between('home', cloud)), /destination holds data already/);

      const again = await start('home', { ...EMBEDDED, ...MINUTES_LATER }, home.token);
      for (let index = 0; index < MEMORIES; index += 1) {
        const body = JSON.stringify({ content: `The lighthouse number ${index} stands on a rock.` });
        await again.json('/v3/memories', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
      }
      await untilFinished({ ...EMBEDDED, DATA_DIR: at('home') });
      answer = await answerOf(again);
      holdings = await holdingsOf(again);
      expect(holdings.sound).toHaveLength(1);
      await stop();
      await mnemeDoes(['export', at('first')], { ...EMBEDDED, DATA_DIR: at('home') });
    },
  );

  it('comes to the same after it was killed at random instants', async () => {
    const began = performance.now();
    firstTable = tableOf(await mnemeDoes(TO_CLOUD, between('home', rehearsal)));
    const wholeMs = performance.now() - began;
    expect(firstTable.length).toBeGreaterThan(4);
    let kills = 0;
    let last: CliResult;
    do {
      // Later and later. One that finds most of it there may be through before its instant comes.
      const instant = wholeMs * (0.25 + (0.65 * (kills + Math.random())) / KILLS);
      last = await mneme(TO_CLOUD, between('home', cloud), instant);
      if (last.code === KILLED) kills += 1;
    } while (last.code === KILLED && kills < KILLS);
    expect(kills).toBeGreaterThanOrEqual(3);
    if (last.code === KILLED) last = await mneme(TO_CLOUD, between('home', cloud));
    expect(last).toMatchObject({ code: 0 });
    expect(tableOf(last.said)).toEqual(firstTable);
    refused(await mneme(TO_CLOUD, between('home', cloud)), /destination holds data already/);
  });

  it('makes the cloud answer the same', async () => {
    const env = { ...cloud, DATA_DIR: at('cloud') };
    const there = await start('cloud', {}, await tokenIn(env));
    expect(await holdingsOf(there)).toEqual(holdings);
    await untilFinished(env);
    await stop();
  });

  it('comes back to a new data folder, and the export is the same to the byte', async () => {
    // Killed twice, unless it is through before: then it must not be begun again.
    let last: CliResult = { code: KILLED, said: '' };
    for (const instant of [1_200, 2_000, undefined]) {
      if (last.code === KILLED) last = await mneme(TO_EMBEDDED, between('back', cloud), instant);
    }
    expect(last).toMatchObject({ code: 0 });
    expect(tableOf(last.said)).toEqual(firstTable);
    const env = { ...EMBEDDED, DATA_DIR: at('back') };
    await mnemeDoes(['export', at('second')], env);
    expect(await contentsOf(at('second'))).toEqual(await contentsOf(at('first')));
    const back = await start('back', EMBEDDED, await tokenIn(env));
    expect(await holdingsOf(back)).toEqual(holdings);
    await untilFinished(env);
    expect(await answerOf(back)).toEqual(answer);
    await stop();
  });

  it('leaves the cloud able to answer the question too', async () => {
    const there = await start('cloud', {}, await tokenIn({ ...cloud, DATA_DIR: at('cloud') }));
    expect(await answerOf(there)).toEqual(answer);
    await stop();
  });
});
