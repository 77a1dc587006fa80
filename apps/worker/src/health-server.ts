import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { toAppError } from '#libs/kernel';
import type { HealthChecks, Metrics } from '#libs/observability';

export interface HealthServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly checks: HealthChecks;
  readonly metrics: Metrics;
}

/** What an orchestrator asks a worker: `/livez` (it answers), `/readyz` (what it needs is there), `/metrics`. Nothing private. */
export class HealthServer {
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async listen({ host, port, checks, metrics }: HealthServerOptions): Promise<HealthServer> {
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://worker').pathname;
      void answer(path, response, checks, metrics).catch(() => response.writeHead(500).end());
    });
    server.listen(port, host);
    await once(server, 'listening');
    const address = server.address() as AddressInfo;
    const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    return new HealthServer(server, `http://${name}:${address.port}`);
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

async function answer(
  path: string,
  response: ServerResponse,
  checks: HealthChecks,
  metrics: Metrics,
): Promise<void> {
  switch (path) {
    case '/livez':
      return sendJson(response, 200, { status: 'ok', checks: {} });
    case '/readyz': {
      const results = await checks.run();
      const states = results.map(({ name, error }) => [name, error ? toAppError(error).code : 'ok']);
      const ready = results.every(({ error }) => error === undefined);
      const body = { status: ready ? 'ok' : 'unavailable', checks: Object.fromEntries(states) as object };
      return sendJson(response, ready ? 200 : 503, body);
    }
    case '/metrics':
      response.setHeader('Content-Type', 'text/plain; version=0.0.4');
      response.end(await metrics.render());
      return;
    default:
      return sendJson(response, 404, { detail: 'There is /livez, /readyz and /metrics.', code: 'NOT_FOUND' });
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
