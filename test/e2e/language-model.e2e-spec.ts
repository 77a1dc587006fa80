import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Conversation, ResponseMessage } from '#libs/contracts';
import { MnemeProcess } from '../support/mneme-process.js';
import {
  callsTools,
  failsWith,
  OpenAiServer,
  says,
  saysJson,
  type ChatCompletionRequest,
} from '../support/openai-server.js';
import { TALK } from '../support/recordings.js';
import { speakConversation } from '../support/spoken-conversation.js';

const KEY = 'a-key-that-nobody-may-see';
const isSummary = (request: ChatCompletionRequest) =>
  JSON.stringify(request.response_format ?? {}).includes('overview');
const promptOf = (request: ChatCompletionRequest) =>
  request.messages.map((message) => message.content).join('\n');

describe('a server with a language model', () => {
  let model: OpenAiServer;
  let server: MnemeProcess;
  let conversation: Conversation;

  beforeAll(async () => {
    model = await OpenAiServer.start();
    model.otherwise = (request) =>
      isSummary(request)
        ? saysJson({
            title: 'Oliver Turns Six',
            overview: 'Sam invites Peter to a birthday.',
            emoji: '🎂',
            category: 'family',
          })
        : failsWith(500);
    server = await MnemeProcess.start({
      env: { LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'scripted-1', LLM_API_KEY: KEY },
    });
    conversation = await speakConversation(server, TALK.path);
  });
  afterAll(async () => {
    await server?.dispose();
    await model?.close();
  });

  it('uses what the model answers, and the rules where the model fails', () => {
    expect(conversation.structured).toMatchObject({
      title: 'Oliver Turns Six',
      emoji: '🎂',
      category: 'family',
    });
    expect(conversation.structured.action_items.some((item) => /cake/i.test(item.description))).toBe(true);
  });

  it('sends its key and what was said to that model only, and neither to its log', () => {
    expect(model.requests.every((request) => request.authorization === `Bearer ${KEY}`)).toBe(true);
    expect(model.requests.some((request) => promptOf(request.body).includes('peanuts'))).toBe(true);
    for (const secret of [KEY, 'peanuts', 'Turns Six']) expect(server.said).not.toContain(secret);
  });

  it('lets the model search, streams its answer and resolves its citations', async () => {
    model.reply(
      callsTools({ name: 'search_conversations', arguments: { query: 'Oliver allergic' } }),
      says('Oliver is allergic to peanuts.[1]'),
    );
    const asked = model.requests.length;
    const response = await server.fetch('/v2/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'What is Oliver allergic to?' }),
    });
    const done = (await response.text()).split('\n\n').find((frame) => frame.startsWith('done: '))!;
    const message = JSON.parse(Buffer.from(done.slice(6), 'base64').toString('utf8')) as ResponseMessage;
    expect(message).toMatchObject({ answered_by: 'model', memories_id: [conversation.id] });
    expect(message.text).toContain('peanuts');
    const [first, second] = model.requests.slice(asked).map((request) => request.body);
    expect(first!.tools!.map((tool) => tool.function.name)).toContain('search_conversations');
    expect(JSON.stringify(first!.tools)).not.toMatch(/owner_?id|uid/i);
    expect(promptOf(second!)).toContain('peanuts');
  });
});
