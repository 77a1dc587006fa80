import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the next requests meet instead of an answer. */
export interface PlannedFailure {
  /** An HTTP status, or `cut`: the connection breaks before anything is done; `lost`: it breaks after everything is done. */
  readonly status: number | 'cut' | 'lost';
  readonly times: number;
  /** Only requests whose path contains this. Default all. */
  readonly path?: string;
  readonly retryAfterSeconds?: number;
}

export interface ProtocolRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface ProtocolAnswer {
  readonly status: number;
  /** Text and bytes as they are; anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Breaks the connection after so many bytes of the body. */
  readonly cutAfterBytes?: number;
}

/** An HTTP server on this machine that speaks a vendor's protocol, for the vendor's own client to talk to. */
export abstract class ProtocolServer {
  /** As `METHOD path`, in the order they came; failed ones too. */
  readonly requests: string[] = [];
  private readonly server: Server;
  private failures: { plan: PlannedFailure; left: number }[] = [];

  protected constructor() {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next `times` requests fail. Plans are used up in the order they were made. */
  fail(plan: PlannedFailure): void {
    this.failures.push({ plan, left: plan.times });
  }

  /** Forgets the planned failures that are left. */
  recover(): void {
    this.failures = [];
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  protected abstract answer(request: ProtocolRequest): ProtocolAnswer;

  /** What a planned failure with this status says in the vendor's words. */
  protected abstract failureBody(status: number): unknown;

  protected async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url!, this.url);
    const method = incoming.method!;
    this.requests.push(`${method} ${url.pathname}`);
    const body = await bodyOf(incoming);
    if (!body) return;
    const plan = this.plannedFailure(url.pathname);
    if (plan?.status === 'cut') return void incoming.socket.destroy();
    if (typeof plan?.status === 'number') {
      if (plan.retryAfterSeconds !== undefined) response.setHeader('retry-after', plan.retryAfterSeconds);
      return send(response, { status: plan.status, body: this.failureBody(plan.status) });
    }
    const { headers } = incoming;
    const answer = this.answer({ method, path: url.pathname, query: url.searchParams, headers, body });
    if (plan) return void incoming.socket.destroy();
    send(response, answer);
  }

  private plannedFailure(path: string): PlannedFailure | undefined {
    const next = this.failures.find(({ plan }) => path.includes(plan.path ?? ''));
    if (!next) return undefined;
    next.left -= 1;
    this.failures = this.failures.filter(({ left }) => left > 0);
    return next.plan;
  }
}

/** Undefined when the client gave up half way. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  try {
    return Buffer.concat(await incoming.toArray());
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, { status, body, headers, cutAfterBytes }: ProtocolAnswer): void {
  const isJson = typeof body !== 'string' && !Buffer.isBuffer(body);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(isJson ? JSON.stringify(body) : (body as string));
  const contentType = isJson ? 'application/json' : 'text/plain';
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': bytes.length,
    ...headers,
  });
  if (cutAfterBytes === undefined) return void response.end(bytes);
  response.write(bytes.subarray(0, cutAfterBytes), () => response.destroy());
}
