import type { AIMessageChunk, BaseMessageLike, MessageContent } from '@langchain/core/messages';
import { z } from 'zod';
import type { Clock } from '#libs/kernel';
import { modelCallOf, type CallMeter } from './call-meter.js';
import type { ChatModels } from './chat-models.js';
import type { LanguageTask, PromptMessage } from './language-task.js';
import { mayPass, mayRefuseFormat, retryAfterMs } from './model-failure.js';
import { readReply } from './structured-reply.js';
import type { TaskJournal } from './task-journal.js';

const FIRST_BACKOFF_MS = 500;

type AskedTask<Output> = Pick<LanguageTask<never, Output>, 'key' | 'promptVersion' | 'output' | 'limits'>;

/** On whose behalf and for how long a task asks. */
interface Asking {
  readonly signal: AbortSignal;
  readonly meter: CallMeter | undefined;
}

/** The talk with the chat model about one task: call, retry what may pass, check, let it repair its answer once. */
export class ModelExchange {
  /** Learned from the server's first refusal: it does not know `response_format`, the prompt alone asks for JSON. */
  private formatRefused = false;

  constructor(
    private readonly models: ChatModels,
    private readonly clock: Clock,
    private readonly journal: TaskJournal,
  ) {}

  /** Null when the answers were unusable, or no more may be asked. Rejects when no answer could be had, or on abort. */
  async answer<Output>(
    task: AskedTask<Output>,
    prompt: readonly PromptMessage[],
    asking: Asking,
  ): Promise<{ output: Output } | null> {
    const schema = jsonSchemaOf(task.output);
    const messages = openingMessages(prompt, schema);
    for (let attempt = 1, repaired = false; attempt <= task.limits.attempts; attempt += 1) {
      if (asking.meter && !(await asking.meter.admit(task.key))) return null;
      const text = await this.callOrWait(task, { messages, schema }, attempt, asking);
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
    asking: Asking,
  ): Promise<string | null> {
    const { signal } = asking;
    try {
      return await this.callInKnownFormat(task, request, asking);
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
    asking: Asking,
  ): Promise<string> {
    if (this.formatRefused) return this.call(task, request.messages, asking);
    try {
      return await this.call(task, request.messages, asking, responseFormat(task, request));
    } catch (error) {
      if (!mayRefuseFormat(error)) throw error;
      const text = await this.call(task, request.messages, asking);
      this.formatRefused = true;
      return text;
    }
  }

  private async call<Output>(
    task: AskedTask<Output>,
    messages: BaseMessageLike[],
    { signal, meter }: Asking,
    responseFormat?: object,
  ): Promise<string> {
    const model = await this.models.withLimit(task.limits.maxOutputTokens);
    if (!model) throw new Error('No chat model is configured.');
    // Streamed, because LangChain's `invoke` parses a `json_schema` answer itself and throws away what is not pure JSON.
    const options: ModelCallOptions = {
      signal,
      ...(responseFormat ? { response_format: responseFormat } : {}),
    };
    let reply: AIMessageChunk | undefined;
    for await (const chunk of await model.stream(messages, options)) reply = reply?.concat(chunk) ?? chunk;
    return this.accounted(task, reply, meter);
  }

  /** The words of a reply, once it is known what they took. */
  private async accounted(
    task: Pick<AskedTask<unknown>, 'key' | 'promptVersion'>,
    reply: AIMessageChunk | undefined,
    meter: CallMeter | undefined,
  ): Promise<string> {
    this.journal.callAnswered(task, reply?.usage_metadata);
    await meter?.spent(task.key, modelCallOf(this.models.name, reply?.usage_metadata));
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

/**
 * One `system` message and one `user` message, because many chat templates take no other order. The schema is in the prompt as well, since
 * many compatible servers accept `response_format` and ignore it; it comes last, since it differs from task to task and what comes before
 * it may not.
 */
function openingMessages(prompt: readonly PromptMessage[], schema: JsonSchema): BaseMessageLike[] {
  const join = (role: PromptMessage['role']) =>
    prompt.filter((message) => message.role === role).map(({ content }) => content);
  const form = `Answer with one JSON value and nothing else. It must fit this JSON Schema:\n${JSON.stringify(schema)}`;
  const content = [...join('user'), form].join('\n\n');
  const images = prompt.flatMap((message) => message.images ?? []);
  return [
    ['system', join('system').join('\n\n')],
    ['human', contentOf({ role: 'user', content, images })],
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
