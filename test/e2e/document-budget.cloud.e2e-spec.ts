import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billedFor, type Billed } from '../support/billed-documents.js';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { opusOf, TALK } from '../support/recordings.js';
import { speakConversation } from '../support/spoken-conversation.js';

/** What each thing may cost, in documents; docs/cloud.md states what it does cost. Documents are what Firestore bills. */
const BUDGET = {
  'a conversation of 44 s, from the first frame to the last job': { reads: 230, writes: 70, deletes: 5 },
  'a list of conversations, for each one': { reads: 4, writes: 0, deletes: 0 },
  'a list of memories, for each one': { reads: 3, writes: 0, deletes: 0 },
  'a turn of the chat': { reads: 24, writes: 3, deletes: 0 },
  'a minute of sound in which nobody speaks': { reads: 8, writes: 4, deletes: 0 },
} as const satisfies Record<string, Billed>;

// The order matters: later tests look at what the first one made.
describe('what things cost in documents', { shuffle: false }, () => {
  let server: MnemeProcess;
  const costs: Record<string, Billed> = {};
  const expectWithin = (what: keyof typeof BUDGET, cost: Billed, per = 1) => {
    const each = { reads: cost.reads / per, writes: cost.writes / per, deletes: cost.deletes / per };
    costs[what] = each;
    for (const kind of ['reads', 'writes', 'deletes'] as const)
      expect(each[kind], `${kind} of ${what}`).toBeLessThanOrEqual(BUDGET[what][kind]);
  };

  beforeAll(async () => {
    server = await MnemeProcess.start();
    await speakConversation(server, TALK.path);
  });
  afterAll(async () => {
    console.table(costs);
    await server?.dispose();
  });

  it('keeps a conversation within its budget', async () => {
    const cost = await billedFor(server, () => speakConversation(server, TALK.path));
    expectWithin('a conversation of 44 s, from the first frame to the last job', cost);
  });

  it('keeps lists within their budgets', async () => {
    const conversations = await server.json<unknown[]>('/v1/conversations');
    const cost = await billedFor(server, () => server.json('/v1/conversations'));
    expectWithin('a list of conversations, for each one', cost, conversations.length);
    const memories = await server.json<unknown[]>('/v3/memories');
    const memoryCost = await billedFor(server, () => server.json('/v3/memories'));
    expectWithin('a list of memories, for each one', memoryCost, memories.length);
  });

  it('keeps a turn of the chat within its budget', async () => {
    const cost = await billedFor(server, async () => {
      const answer = await server.fetch('/v2/messages', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ text: 'What is Oliver allergic to?' }),
      });
      await answer.text();
    });
    expectWithin('a turn of the chat', cost);
  });

  it('keeps silence cheap', async () => {
    const device = await Device.connect(server.url, server.token);
    const packets = (await opusOf(TALK.path)).slice(0, 1);
    const cost = await billedFor(server, () =>
      device.sendAll(Array.from({ length: 3_000 }, () => packets[0]!)),
    );
    expectWithin('a minute of sound in which nobody speaks', cost);
    device.close();
  });
});
