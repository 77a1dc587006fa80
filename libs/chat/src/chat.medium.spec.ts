import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UsersRepository } from '#libs/accounts';
import type { ResponseMessage } from '#libs/contracts';
import { DataLifecycle, DocumentStore } from '#libs/storage';
import { newId } from '#libs/kernel';
import { startEmbeddedProduct, type EmbeddedProduct } from '../../../test/support/embedded-product.js';
import { callsTools, OpenAiServer, says } from '../../../test/support/openai-server.js';
import { recordConversation } from '../../../test/support/recorded-conversation.js';
import type { ChatFrame } from './chat-frame.js';
import { ChatService } from './chat.service.js';

const SHED = [
  { isUser: true, text: 'Anna, where do you keep the key of the garden shed these days?' },
  { isUser: false, text: 'The key of the shed hangs behind the kitchen door, on the brass hook.' },
  { isUser: true, text: 'Good. I will oil the lock of the shed on Saturday, because it is stiff.' },
  { isUser: false, text: 'Please do, and bring the long ladder back to Martin when you are done.' },
];
const SHED_STARTED = '2026-05-04T10:00:00-05:00';
const owner = { name: 'Sam', timeZone: 'America/Chicago' };

let product: EmbeddedProduct;
let server: OpenAiServer;
let chat: ChatService;
let conversationId: string;

beforeAll(async () => {
  server = await OpenAiServer.start();
  server.otherwise = { kind: 'failure', status: 401 };
  product = await startEmbeddedProduct({ owner, env: { LLM_BASE_URL: server.baseUrl, LLM_MODEL: 'tiny' } });
  chat = product.app.get(ChatService);
  conversationId = newId();
  await recordConversation(product, { id: conversationId, startedAt: SHED_STARTED, turns: SHED });
  product.clock.moveTo(Date.parse('2026-06-01T12:00:00-05:00'));
}, 60_000);
afterAll(async () => {
  await product?.dispose();
  await server?.close();
});
beforeEach(async () => {
  await chat.clear(product.ownerId);
});
afterEach(() => {
  server.requests.length = 0;
});

const never = new AbortController().signal;

async function ask(text: string, ownerId = product.ownerId) {
  const frames: ChatFrame[] = [];
  for await (const frame of chat.ask(ownerId, { text }, never)) frames.push(frame);
  return frames;
}

function doneOf(frames: readonly ChatFrame[]): ResponseMessage {
  const done = frames.at(-1);
  if (done?.kind !== 'done') throw new Error('The turn did not end with done.');
  return done.message;
}

async function otherOwner(): Promise<string> {
  const id = newId();
  const user = {
    id,
    name: 'Eve',
    email: null,
    created_at: new Date(),
    time_zone: 'UTC',
    language: 'en',
    is_admin: false,
  };
  await product.app.get(UsersRepository).save(user);
  return id;
}

describe('ChatService', () => {
  it('quotes what was said, with the conversation, its segment and the second of the audio', async () => {
    const frames = await ask('Where does the key of the shed hang?');
    const answer = doneOf(frames);
    expect(answer.text).toContain('behind the kitchen door');
    expect(answer.text).not.toContain('[1]');
    expect(answer).toMatchObject({
      answered_by: 'extractive',
      memories_id: [conversationId],
      ask_for_nps: true,
    });
    expect(answer.memories[0]!.id).toBe(conversationId);
    const [citation] = answer.citations;
    expect(citation).toMatchObject({ number: 1, kind: 'conversation', conversation_id: conversationId });
    expect(citation!.segment_ids).not.toHaveLength(0);
    expect(citation!.end).toBeGreaterThan(citation!.start!);
    expect(frames.map(({ kind }) => kind)).toEqual(['think', 'think', 'data', 'done']);
  });

  it('has stored question and answer when it says done, in that order', async () => {
    const answer = doneOf(await ask('Where does the key of the shed hang?'));
    const [newest, question] = await chat.history(product.ownerId, { limit: 2, offset: 0 });
    expect(newest).toMatchObject({
      id: answer.id,
      text: answer.text,
      sender: 'ai',
      citations: answer.citations,
    });
    expect(question).toMatchObject({ text: 'Where does the key of the shed hang?', sender: 'human' });
  });

  it('answers by the agent when the model is there, and resolves what it cites', async () => {
    server.reply(
      callsTools({ name: 'search_conversations', arguments: { query: 'shed key' } }),
      says('On the brass hook.[1]'),
    );
    const answer = doneOf(await ask('Where is that key?'));
    expect(answer).toMatchObject({
      text: 'On the brass hook.',
      answered_by: 'model',
      memories_id: [conversationId],
    });
  });

  it('finds nothing of another owner, whatever the model asks for', async () => {
    const eve = await otherOwner();
    expect(doneOf(await ask('Where does the key of the shed hang?', eve))).toMatchObject({
      citations: [],
      memories_id: [],
    });
    server.reply(
      callsTools({ name: 'search_conversations', arguments: { query: 'shed', owner_id: product.ownerId } }),
      says('Nothing.'),
    );
    await ask('Where is that key?', eve);
    expect(server.requests.at(-1)!.body.messages.at(-1)!.content).toBe('No conversations found.');
    expect(await chat.history(eve, { limit: 100, offset: 0 })).toHaveLength(4);
  });

  it('stores what was shown when the client leaves in the middle', async () => {
    server.reply({ kind: 'hang', text: 'The key hangs ' });
    const client = new AbortController();
    for await (const frame of chat.ask(product.ownerId, { text: 'Where is that key?' }, client.signal)) {
      if (frame.kind === 'data' && frame.text.includes('hangs')) client.abort();
      expect(frame.kind).not.toBe('done');
    }
    await vi.waitFor(async () => {
      const [newest] = await chat.history(product.ownerId, { limit: 1, offset: 0 });
      expect(newest).toMatchObject({ sender: 'ai', text: 'The key hangs' });
    });
  });

  it('keeps a question that was pinned to a conversation inside of it', async () => {
    const frames: ChatFrame[] = [];
    const question = { text: 'Where does the key of the shed hang?', scope: { conversationId: newId() } };
    for await (const frame of chat.ask(product.ownerId, question, never)) frames.push(frame);
    expect(doneOf(frames).citations).toEqual([]);
  });

  it('greets in an empty chat, once however many clients open it', async () => {
    const opened = await Promise.all(
      [1, 2, 3].map(() => chat.history(product.ownerId, { limit: 10, offset: 0 })),
    );
    expect(new Set(opened.flat().map(({ id }) => id)).size).toBe(1);
    expect(opened[0]![0]!.text).toContain('Sam');
    expect(await chat.history(product.ownerId, { limit: 10, offset: 5 })).toEqual([]);
  });

  it('forgets the whole chat when it is cleared', async () => {
    await ask('Where does the key of the shed hang?');
    const greeting = await chat.clear(product.ownerId);
    const stored = { ...greeting, data_protection_level: 'standard' };
    expect(await chat.history(product.ownerId, { limit: 10, offset: 0 })).toEqual([stored]);
  });
});

describe('the words of a deleted conversation', () => {
  const question = 'How much does the anchor of the blue boat weigh?';
  const turns = [
    {
      isUser: false,
      text: 'The anchor of the blue boat weighs exactly nineteen kilos, the harbour master told me.',
    },
    {
      isUser: true,
      text: 'Nineteen kilos is heavy for such a small blue boat, I will carry the anchor with Martin.',
    },
    {
      isUser: false,
      text: 'Then meet Martin at the harbour, because the anchor of the boat needs two people.',
    },
  ];
  let id: string;
  const erase = async () => {
    const lifecycle = product.app.get(DataLifecycle);
    await lifecycle.deleteConversation(product.ownerId, id);
    expect(await lifecycle.findConversation(product.ownerId, id)).toEqual([]);
  };
  const expectForgotten = async (messageId: string) => {
    const stored = await product.app.get(DocumentStore).get(`users/${product.ownerId}/messages/${messageId}`);
    expect(stored?.data).toMatchObject({ citations: [], memories_id: [] });
    expect(JSON.stringify(stored)).not.toContain('nineteen');
  };

  beforeEach(async () => {
    id = newId();
    await recordConversation(product, { id, startedAt: '2026-05-20T10:00:00-05:00', turns });
    product.clock.moveTo(Date.parse('2026-06-01T12:00:00-05:00'));
  });

  it('leave the answers that quoted it', async () => {
    const answer = doneOf(await ask(question));
    expect(answer.memories_id).toEqual([id]);
    await erase();
    await expectForgotten(answer.id);
  });

  it('are not stored with an answer that was being written when it went', async () => {
    let shown = '';
    const frames: ChatFrame[] = [];
    for await (const frame of chat.ask(product.ownerId, { text: question }, never)) {
      frames.push(frame);
      if (frame.kind !== 'data') continue;
      if (shown === '') await erase();
      shown += frame.text;
    }
    expect(shown).toContain('nineteen');
    expect(doneOf(frames)).toMatchObject({ citations: [], memories: [] });
    await expectForgotten(doneOf(frames).id);
  });
});
