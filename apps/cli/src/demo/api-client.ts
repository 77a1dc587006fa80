import type { Conversation, Memory, ResponseMessage } from '#libs/contracts';
import { AppError } from '#libs/kernel';

/** How far a conversation has come. */
export interface Finalization {
  status: string;
  terminal: boolean;
  pending: string[];
  failure_code: string | null;
}

interface Problem {
  detail?: unknown;
  code?: string;
}

/** The part of the REST API that a person's client uses. Dates come as ISO 8601 text. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  conversation(id: string): Promise<Conversation> {
    return this.json(`/v1/conversations/${id}`);
  }

  finalization(id: string): Promise<Finalization> {
    return this.json(`/v1/conversations/${id}/finalization`);
  }

  memories(): Promise<Memory[]> {
    return this.json('/v3/memories');
  }

  /** Asks and hands on each piece of the answer as it comes; resolves with the whole. */
  async ask(text: string, onText: (delta: string) => void): Promise<ResponseMessage> {
    const response = await this.request('/v2/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text }),
    });
    let buffered = '';
    let message: ResponseMessage | undefined;
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      buffered += chunk;
      const frames = buffered.split('\n\n');
      buffered = frames.pop()!;
      for (const frame of frames) message = readFrame(frame, onText) ?? message;
    }
    if (message) return message;
    throw new AppError('unavailable', 'ANSWER_CUT_OFF', 'The answer ended before it was whole.');
  }

  private async json<T>(path: string): Promise<T> {
    return (await (await this.request(path)).json()) as T;
  }

  private async request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...(init.headers as Record<string, string>), Authorization: `Bearer ${this.token}` };
    const response = await fetch(this.url + path, { ...init, headers });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as Problem;
    throw new AppError(
      'unavailable',
      problem.code ?? 'REQUEST_FAILED',
      `${path} answered ${response.status}: ${String(problem.detail)}`,
    );
  }
}

function readFrame(frame: string, onText: (delta: string) => void): ResponseMessage | undefined {
  const [, kind, payload = ''] = /^(\w+): ?([\s\S]*)$/.exec(frame) ?? [];
  if (kind === 'data') onText(payload.replaceAll('__CRLF__', '\n'));
  if (kind !== 'done') return undefined;
  return JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as ResponseMessage;
}
