import type { AIMessageChunk, BaseMessageLike, MessageContent } from '@langchain/core/messages';
import { z } from 'zod';
import type { Clock } from '#libs/kernel';
import type { ChatModels } from './chat-models.js';
import type { LanguageTask, PromptMessage } from './language-task.js';
import { mayPass, mayRefuseFormat, retryAfterMs } from './model-failure.js';
import { readReply } from './structured-reply.js';
import type { TaskJournal } from './task-journal.js';

const FIRST_BACKOFF_MS = 500;

type AskedTask<Output> = Pick<LanguageTask<never, Output>, 'key' | 'promptVersion' | 'output' | 'limits'>;

/** The talk with the chat model about one task: call, retry what may pass, check, let it repair its answer once. */
export class ModelExchange {
  /** Learned from the server's first refusal: it does not know `response_format`, the prompt alone asks for JSON. */
  private formatRefused = false;

  constructor(
    private readonly models: ChatModels,
    private readonly clock: Clock,
    private readonly journal: TaskJournal,
  ) {}

  /** Null when the answers were unusable. Rejects when no answer could be had, or on abort. */
  async answer<Output>(
    task: AskedTask<Output>,
    prompt: readonly PromptMessage[],
    signal: AbortSignal,
  ): Promise<{ output: Output } | null> {
    const schema = jsonSchemaOf(task.output);
    const messages = openingMessages(prompt, schema);
    for (let attempt = 1, repaired = false; attempt <= task.limits.attempts; attempt += 1) {
      const text = await this.callOrWait(task, { messages, schema }, attempt, signal);
      if (text === null) continue;
      const reply = readReply(task.output, text);
      if (reply.ok) return reply;
      this.journal.replyUnusable(task);
      if (repaired) return null;
      repaired = true;
      messages.push(['ai', text], ['human', repairRequest(reply.problems)]);
    }
    return null;
  }

  /** Null after a failure that may pass, when its back-off is over. Rejects when trying again is of no use. */
  private async callOrWait<Output>(
    task: AskedTask<Output>,
    request: ModelRequest,
    attempt: number,
    signal: AbortSignal,
  ): Promise<string | null> {
    try {
      return await this.callInKnownFormat(task, request, signal);
    } catch (error) {
      this.journal.callFailed(task);
      if (signal.aborted || !mayPass(error) || attempt === task.limits.attempts) throw error;
      await this.clock.sleep(Math.max(FIRST_BACKOFF_MS * 2 ** (attempt - 1), retryAfterMs(error)), signal);
      return null;
    }
  }

  private async callInKnownFormat<Output>(
    task: AskedTask<Output>,
    request: ModelRequest,
    signal: AbortSignal,
  ): Promise<string> {
    if (this.formatRefused) return this.call(task, request.messages, { signal });
    try {
      return await this.call(task, request.messages, {
        signal,
        response_format: responseFormat(task, request),
      });
    } catch (error) {
      if (!mayRefuseFormat(error)) throw error;
      const text = await this.call(task, request.messages, { signal });
      this.formatRefused = true;
      return text;
    }
  }

  private async call<Output>(
    task: AskedTask<Output>,
    messages: BaseMessageLike[],
    options: ModelCallOptions,
  ): Promise<string> {
    const model = await this.models.withLimit(task.limits.maxOutputTokens);
    if (!model) throw new Error('No chat model is configured.');
    // Streamed, because LangChain's `invoke` parses a `json_schema` answer itself and throws away what is not pure JSON.
    let reply: AIMessageChunk | undefined;
    for await (const chunk of await model.stream(messages, options)) reply = reply?.concat(chunk) ?? chunk;
    this.journal.callAnswered(task, reply?.usage_metadata);
    return reply?.text ?? '';
  }
}

interface ModelRequest {
  readonly messages: BaseMessageLike[];
  readonly schema: JsonSchema;
}

/** `response_format` is an option of OpenAI's wire; other LangChain models ignore it and go by the prompt. */
interface ModelCallOptions {
  readonly signal: AbortSignal;
  readonly response_format?: object;
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema as the wire wants it. Transformations have no JSON Schema, so what goes into them is described. */
function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return { ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), $schema: undefined };
}

function responseFormat(task: Pick<LanguageTask<never, unknown>, 'key'>, request: ModelRequest): object {
  const name = task.key.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return { type: 'json_schema', json_schema: { name, schema: request.schema, strict: false } };
}

/** The schema is in the prompt as well, because many compatible servers accept `response_format` and ignore it. */
function openingMessages(prompt: readonly PromptMessage[], schema: JsonSchema): BaseMessageLike[] {
  const instructions = prompt.filter(({ role }) => role === 'system').map(({ content }) => content);
  instructions.push(
    `Answer with one JSON value and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schema)}`,
  );
  const data = prompt.filter(({ role }) => role === 'user');
  return [
    ['system', instructions.join('\n\n')],
    ...data.map((message): BaseMessageLike => ['human', contentOf(message)]),
  ];
}

/** Words alone as text, which every compatible server takes; pictures in the content parts of OpenAI's wire. */
function contentOf({ content, images = [] }: PromptMessage): MessageContent {
  if (images.length === 0) return content;
  const pictures = images.map(({ mediaType, base64 }) => ({
    type: 'image_url' as const,
    image_url: { url: `data:${mediaType};base64,${base64}` },
  }));
  return [{ type: 'text' as const, text: content }, ...pictures];
}

function repairRequest(problems: string): string {
  return `That answer cannot be used:\n${problems}\nAnswer again with the corrected JSON value and nothing else.`;
}
