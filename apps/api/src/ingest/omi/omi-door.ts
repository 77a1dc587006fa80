import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer } from 'ws';
import { LiveSessions } from '#libs/conversations';
import { Clock } from '#libs/kernel';
import { Metrics } from '#libs/observability';
import { Heartbeat } from './heartbeat.js';
import { OmiConnection } from './omi-connection.js';
import { OmiReception, type OmiRoute } from './omi-reception.js';
import { OmiSocket } from './omi-socket.js';
import { CLOSE, refusalOf } from './socket-refusal.js';

const ROUTES: Readonly<Record<string, OmiRoute>> = {
  '/v4/listen': { version: 'v4', isBrowser: false },
  '/v4/web/listen': { version: 'v4', isBrowser: true },
  '/v3/listen': { version: 'v3', isBrowser: false },
};
/** Socket.IO has a listener of its own. */
const SOCKET_IO = '/socket.io/';

/** Longest message of a client, bytes, text or binary. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** How long a client may take to answer a close frame. */
const CLOSE_WITHIN_MS = 5_000;
/** The same when the process stops: long enough for what is on its way, short enough for whoever stops it. */
const STOP_WITHIN_MS = 1_500;
/** Longest wait for a store that does not take what is left. */
const GIVE_UP_AFTER_MS = 3_000;

const SERVER_OPTIONS = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAX_MESSAGE_BYTES,
  closeTimeout: CLOSE_WITHIN_MS,
};

/**
 * Door for unmodified clients of the reference: plain WebSockets on the port of HTTP. The handshake is always completed, so that a refused
 * client gets a close code and not a bare HTTP status.
 */
@Injectable()
export class OmiDoor implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sockets = new Map<OmiSocket, Promise<void>>();
  private readonly heartbeat: Heartbeat;
  private readonly server = new WebSocketServer(SERVER_OPTIONS);
  private isStopping = false;

  constructor(
    private readonly http: HttpAdapterHost,
    private readonly reception: OmiReception,
    private readonly sessions: LiveSessions,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.heartbeat = new Heartbeat(clock);
  }

  onApplicationBootstrap(): void {
    this.attach(this.http.httpAdapter.getHttpServer() as Server);
  }

  /** Answers the upgrades of a server. Those of Socket.IO are left to it; for others there is nothing here. */
  attach(server: Server): void {
    server.on('upgrade', (request, socket, head) => this.onUpgrade(request, socket, head));
  }

  /** Before live sessions stop: lets every client go, and takes in what it had on its way. */
  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    for (const socket of this.sockets.keys()) socket.end(CLOSE.goingAway, 'The server restarts');
    const cancel = this.clock.after(STOP_WITHIN_MS, () => {
      for (const socket of this.sockets.keys()) socket.destroy();
    });
    await Promise.race([Promise.all(this.sockets.values()), this.clock.sleep(GIVE_UP_AFTER_MS)]);
    cancel();
  }

  private onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = URL.parse(request.url ?? '', 'ws://localhost');
    if (url?.pathname.startsWith(SOCKET_IO)) return;
    const route = ROUTES[url?.pathname ?? ''];
    if (!url || !route) return refuse(socket, '404 Not Found');
    if (this.isStopping) return refuse(socket, '503 Service Unavailable');
    this.server.handleUpgrade(request, socket, head, (upgraded) => {
      const omiSocket = new OmiSocket(upgraded, this.heartbeat, this.metrics);
      const served = this.serve(omiSocket, request, url.searchParams, route);
      this.sockets.set(omiSocket, served);
      void served.finally(() => this.sockets.delete(omiSocket));
    });
  }

  private async serve(
    socket: OmiSocket,
    { headers }: IncomingMessage,
    query: URLSearchParams,
    route: OmiRoute,
  ): Promise<void> {
    try {
      const stream = await this.reception.receive(socket, { headers, query }, route);
      const { sessions, clock, metrics } = this;
      await new OmiConnection(socket, stream, { sessions, clock, metrics }).serve();
    } catch (error) {
      const { code, reason, status } = refusalOf(error);
      if (status) socket.send(JSON.stringify({ type: 'service_status', ...status }));
      socket.end(code, reason);
      socket.deliverTo(() => undefined);
      await socket.closed;
    }
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
