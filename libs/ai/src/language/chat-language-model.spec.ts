import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppConfig } from '#libs/config';
import { SystemClock, type Clock } from '#libs/kernel';
import { failuresOf, ManualClock, runContract } from '#libs/kernel/testing';
import { Log, Metrics, type LogFields } from '#libs/observability';
import {
  failsWith,
  OpenAiServer,
  says,
  saysJson,
  type ChatCompletionRequest,
} from '../../../../test/support/openai-server.js';
import { createLanguageModel } from '../language.providers.js';
import { countingTask } from '../testing/counting-task.js';
import { languageModelContract } from '../testing/language-model.contract.js';
import { OpenAiChatModels } from './chat-models.js';
import { InlineRules, type RuleRunner } from './rule-runner.js';
import { TaskJournal } from './task-journal.js';

class RecordingLog extends Log {
  readonly lines: string[] = [];
  override debug = this.record;
  override info = this.record;
  override warn = this.record;
  override error = this.record;
  private record(message: string, fields?: LogFields): void {
    this.lines.push(JSON.stringify([message, fields]));
  }
}

const metrics = new Metrics();
const log = new RecordingLog();

function modelAt(
  server: OpenAiServer,
  clock: Clock = new SystemClock(),
  rules: RuleRunner = new InlineRules(),
) {
  const chatModel = {
    baseUrl: server.baseUrl,
    apiKey: 'sk-test',
    model: 'tiny',
    seesImages: true,
    contextTokens: 8_000,
  };
  const models = new OpenAiChatModels({ language: { chatModel } } as AppConfig);
  return createLanguageModel(models, rules, clock, new TaskJournal(metrics, log));
}

/** Counts like the task asks, and is out of order when the text says so. */
function countingServer(request: ChatCompletionRequest) {
  const text = /<text>(.*)<\/text>/s.exec(request.messages.at(-1)!.content)![1]!;
  if (text.includes('outage')) return failsWith(401);
  return saysJson({ words: text.split(/\s+/).filter(Boolean).length });
}

async function contractSubject() {
  const server = await OpenAiServer.start();
  server.otherwise = countingServer;
  return { subject: modelAt(server), dispose: () => server.close() };
}

runContract(
  languageModelContract({ name: 'chat model over an OpenAI-compatible server', create: contractSubject }),
);

it('the contract fails when the rules do not stand in for the model', async () => {
  const noRules: RuleRunner = { run: () => Promise.reject(new Error('no rules')) };
  const failures = await failuresOf(
    languageModelContract({
      name: 'without rules',
      create: async () => {
        const server = await OpenAiServer.start();
        server.otherwise = countingServer;
        return { subject: modelAt(server, new SystemClock(), noRules), dispose: () => server.close() };
      },
    }),
  );
  expect(failures).toEqual([
    'answers by the rules when the model fails',
    'refines the answer, whoever gave it',
    'passes on what the rules throw',
  ]);
});

describe('ChatLanguageModel', () => {
  let server: OpenAiServer;
  beforeEach(async () => {
    server = await OpenAiServer.start();
    log.lines.length = 0;
  });
  afterEach(() => server.close());

  it('sends the schema, the cap on the answer and the key', async () => {
    server.reply(saysJson({ words: 2 }));
    await modelAt(server).run(countingTask, { text: 'two words' });
    const [{ authorization, body } = never()] = server.requests;
    expect(authorization).toBe('Bearer sk-test');
    expect(body.max_tokens).toBe(countingTask.limits.maxOutputTokens);
    expect(body.response_format?.json_schema?.schema).toMatchObject({ required: ['words'] });
    expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  });

  it('shows the model the pictures of a prompt beside its words', async () => {
    server.reply(saysJson({ words: 2 }));
    const model = modelAt(server);
    expect(model.seesImages).toBe(true);
    const prompt = () => [
      { role: 'system' as const, content: 'Count the words in the picture.' },
      {
        role: 'user' as const,
        content: 'Here it is.',
        images: [{ mediaType: 'image/jpeg' as const, base64: '/9j/' }],
      },
    ];
    await model.run({ ...countingTask, prompt }, { text: '' });
    expect(server.requests[0]!.body.messages.at(-1)!.content).toEqual([
      { type: 'text', text: expect.stringMatching(/^Here it is\.\n\nAnswer with one JSON value/) },
      { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/' } },
    ]);
  });

  it('lets the model repair an answer once, telling it what was wrong', async () => {
    server.reply(says('I count "two".'), says('```json\n{"words": 2}\n```'));
    const answer = await modelAt(server).run(countingTask, { text: 'two words' });
    expect(answer).toEqual({ output: { words: 2 }, answeredBy: 'model' });
    expect(server.requests[1]!.body.messages.at(-1)!.content).toContain('not JSON');
  });

  it('names the field that did not fit', async () => {
    server.reply(saysJson({ words: 'two' }), saysJson({ words: 2 }));
    await modelAt(server).run(countingTask, { text: 'two words' });
    expect(server.requests[1]!.body.messages.at(-1)!.content).toContain('words');
  });

  it('answers by the rules when the repair is no better', async () => {
    server.reply(says('two'), says('still two'));
    const answer = await modelAt(server).run(countingTask, { text: 'two words' });
    expect(answer.answeredBy).toBe('rules');
    expect(server.requests).toHaveLength(2);
  });

  it('tries again after a failure that may pass, not before the server wants it', async () => {
    const clock = new ManualClock();
    server.reply(failsWith(429, 3), saysJson({ words: 2 }));
    const answer = modelAt(server, clock).run(countingTask, { text: 'two words' });
    await vi.waitFor(() => expect(log.lines.join()).toContain('Chat model call failed'));
    await clock.advance(2_900);
    expect(server.requests).toHaveLength(1);
    await clock.advance(100);
    expect((await answer).answeredBy).toBe('model');
  });

  it.each([
    ['a refused key', failsWith(401)],
    ['an unknown model', failsWith(404)],
  ])('does not try again after %s', async (_name, failure) => {
    server.otherwise = failure;
    expect((await modelAt(server).run(countingTask, { text: 'two words' })).answeredBy).toBe('rules');
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['an answer that is not the protocol', { kind: 'garbage' } as const],
    ['server errors without end', failsWith(500)],
  ])('survives %s', async (_name, failure) => {
    const clock = new ManualClock();
    server.otherwise = failure;
    const answer = modelAt(server, clock).run(countingTask, { text: 'two words' });
    await vi.waitFor(async () => {
      await clock.advance(100);
      expect(server.requests).toHaveLength(2);
    });
    expect((await answer).answeredBy).toBe('rules');
  });

  it('gives up on a model that does not answer in time', async () => {
    const clock = new ManualClock();
    server.otherwise = { kind: 'hang' };
    const answer = modelAt(server, clock).run(countingTask, { text: 'two words' });
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    await clock.advance(countingTask.limits.timeoutMs);
    expect(await answer).toEqual({ output: { words: 2 }, answeredBy: 'rules' });
  });

  it('stops at once when the caller leaves during the call', async () => {
    server.otherwise = { kind: 'hang' };
    const caller = new AbortController();
    const answer = modelAt(server).run(countingTask, { text: 'two words' }, caller.signal);
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    const reason = new Error('left');
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it('does without response_format where the server does not know it, and remembers', async () => {
    server.refusesResponseFormat = true;
    server.otherwise = saysJson({ words: 2 });
    const model = modelAt(server);
    expect((await model.run(countingTask, { text: 'two words' })).answeredBy).toBe('model');
    expect((await model.run(countingTask, { text: 'two words' })).answeredBy).toBe('model');
    expect(server.requests.map(({ body }) => body.response_format !== undefined)).toEqual([
      true,
      false,
      false,
    ]);
    expect(server.requests[1]!.body.messages.at(-1)!.content).toContain('"words"');
  });

  it('accounts tokens and outcomes, and never writes what was said or answered', async () => {
    server.reply(says('seahorse'), saysJson({ words: 2 }));
    await modelAt(server).run(countingTask, { text: 'purple elephant' });
    const rendered = await metrics.render();
    expect(rendered).toMatch(
      /mneme_language_tokens_total\{task="test.count-words",direction="input"\} [1-9]/,
    );
    expect(rendered).toMatch(
      /mneme_language_tasks_total\{task="test.count-words",answered_by="model",outcome="answered"\}/,
    );
    expect(log.lines.join() + rendered).not.toMatch(/purple|elephant|seahorse/);
    expect(log.lines).toContainEqual(expect.stringContaining('"task.answered_by":"model"'));
  });
});

function never(): never {
  throw new Error('The server got no request.');
}
