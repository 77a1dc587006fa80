import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A call of a tool, as a scripted reply asks for it. */
export interface ScriptedToolCall {
  readonly name: string;
  readonly arguments: object;
}

/** What the server does with one request. */
export type ScriptedReply =
  | { readonly kind: 'text'; readonly text: string; readonly toolCalls?: readonly ScriptedToolCall[] }
  /** `retryAfterSeconds` becomes the `retry-after` header. */
  | {
      readonly kind: 'failure';
      readonly status: number;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /** Sends `text` when the request streams, then nothing more until the client or the test ends it. */
  | { readonly kind: 'hang'; readonly text?: string }
  /** Status 200 and a body that is not the protocol. */
  | { readonly kind: 'garbage' }
  /** Streams `text`, then drops the connection. */
  | { readonly kind: 'cut'; readonly text: string };

export interface RecordedRequest {
  readonly authorization: string | undefined;
  readonly body: ChatCompletionRequest;
}

export interface ChatCompletionRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly max_tokens?: number;
  readonly messages: readonly {
    readonly role: string;
    readonly content: string;
    readonly tool_call_id?: string;
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: object } }[];
  readonly response_format?: { readonly type: string; readonly json_schema?: { readonly schema: object } };
}

type Script = ScriptedReply | ((request: ChatCompletionRequest) => ScriptedReply);

export const says = (text: string): ScriptedReply => ({ kind: 'text', text });
export const saysJson = (value: unknown): ScriptedReply => says(JSON.stringify(value));
export const callsTools = (...toolCalls: ScriptedToolCall[]): ScriptedReply => ({
  kind: 'text',
  text: '',
  toolCalls,
});
export const failsWith = (status: number, retryAfterSeconds?: number): ScriptedReply => ({
  kind: 'failure',
  status,
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

/**
 * Speaks the wire of OpenAI's chat completions on 127.0.0.1: whole and streamed answers, tool calls, `json_schema`, usage. Replies come
 * from a script, first in first out; when it is empty, `otherwise` answers. Every completion has an id of its own.
 */
export class OpenAiServer {
  readonly requests: RecordedRequest[] = [];
  /** Answers requests for which nothing is scripted. */
  otherwise: Script = says('Fine.');
  /** How long it thinks before each answer. */
  latencyMs = 0;
  /** Turns requests with `response_format` down with 400, as servers do that do not know it. */
  refusesResponseFormat = false;
  private readonly script: Script[] = [];
  private completions = 0;

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async start(): Promise<OpenAiServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OpenAiServer(server);
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Queues what the next requests get, in order. */
  reply(...replies: Script[]): void {
    this.script.push(...replies);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== '/v1/chat/completions')
      return sendError(response, 404, 'Unknown route');
    const body = JSON.parse(await textOf(request)) as ChatCompletionRequest;
    this.requests.push({ authorization: request.headers.authorization, body });
    if (this.refusesResponseFormat && body.response_format) {
      return sendError(response, 400, 'response_format is not supported');
    }
    const next = this.script.shift() ?? this.otherwise;
    if (this.latencyMs > 0) await sleep(this.latencyMs);
    this.send(response, body, typeof next === 'function' ? next(body) : next);
  }

  private send(response: ServerResponse, request: ChatCompletionRequest, reply: ScriptedReply): void {
    switch (reply.kind) {
      case 'failure':
        return sendFailure(response, reply);
      case 'garbage':
        return void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end('{"choices": "none of');
      case 'hang':
        if (request.stream && reply.text) this.openStream(response, request, reply.text);
        return;
      case 'cut':
        this.openStream(response, request, reply.text);
        return void setImmediate(() => response.destroy());
      case 'text':
        return request.stream
          ? this.stream(response, request, reply)
          : this.sendWhole(response, request, reply);
    }
  }

  private sendWhole(response: ServerResponse, request: ChatCompletionRequest, reply: TextReply): void {
    const message = {
      role: 'assistant',
      content: reply.text || null,
      ...toolCallsOf(reply, this.completions),
    };
    const choice = { index: 0, message, finish_reason: reply.toolCalls ? 'tool_calls' : 'stop' };
    const head = this.head(request, 'chat.completion');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...head, choices: [choice], usage: usageOf(request, reply) }));
  }

  private stream(response: ServerResponse, request: ChatCompletionRequest, reply: TextReply): void {
    const send = this.openStream(response, request, reply.text);
    const calls = toolCallsOf(reply, this.completions).tool_calls ?? [];
    calls.forEach((call, index) =>
      send([{ index: 0, delta: { tool_calls: [{ index, ...call }] }, finish_reason: null }]),
    );
    send([{ index: 0, delta: {}, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }]);
    send([], { usage: usageOf(request, reply) });
    response.end('data: [DONE]\n\n');
  }

  /** Writes the head of a stream and `text` word by word; answers how to write further chunks. */
  private openStream(response: ServerResponse, request: ChatCompletionRequest, text: string) {
    const head = this.head(request, 'chat.completion.chunk');
    const send = (choices: object[], extra: object = {}) =>
      void response.write(`data: ${JSON.stringify({ ...head, choices, ...extra })}\n\n`);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    send([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]);
    for (const word of text.match(/\S+\s*|\s+/g) ?? [])
      send([{ index: 0, delta: { content: word }, finish_reason: null }]);
    return send;
  }

  private head(request: ChatCompletionRequest, object: string) {
    this.completions += 1;
    return { id: `chatcmpl-${this.completions}`, object, created: 1_772_000_000, model: request.model };
  }
}

type TextReply = Extract<ScriptedReply, { kind: 'text' }>;

function toolCallsOf(reply: TextReply, completion: number) {
  if (!reply.toolCalls) return {};
  const tool_calls = reply.toolCalls.map((call, index) => ({
    id: `call_${completion}_${index}`,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  return { tool_calls };
}

/** Words in and out stand for tokens, so that accounting can be asserted. */
function usageOf(request: ChatCompletionRequest, reply: TextReply) {
  const wordsIn = request.messages
    .map((message) => message.content ?? '')
    .join(' ')
    .split(/\s+/).length;
  const wordsOut = reply.text.split(/\s+/).length;
  return { prompt_tokens: wordsIn, completion_tokens: wordsOut, total_tokens: wordsIn + wordsOut };
}

function sendError(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message, type: 'scripted', code: null, param: null } }));
}

function sendFailure(response: ServerResponse, reply: Extract<ScriptedReply, { kind: 'failure' }>): void {
  if (reply.retryAfterSeconds !== undefined) response.setHeader('retry-after', reply.retryAfterSeconds);
  sendError(response, reply.status, reply.message ?? 'Scripted failure');
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
