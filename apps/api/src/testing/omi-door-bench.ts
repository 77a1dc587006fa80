import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vi, expect } from 'vitest';
import { IdentityProvider, type AuthenticatedUser } from '#libs/accounts';
import { loadConfig, type AppConfig } from '#libs/config';
import type { LiveSessions } from '#libs/conversations';
import { AppError } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Metrics } from '#libs/observability';
import { OmiClient, type OmiClientOptions } from '../../../../test/support/omi-client.js';
import { EventLoopLoad } from '../ingest/admission/event-loop-load.js';
import { LiveAdmission } from '../ingest/admission/live-admission.js';
import { OmiDoor } from '../ingest/omi/omi-door.js';
import { OmiReception } from '../ingest/omi/omi-reception.js';
import { RememberingSessions, type RememberedSession } from './remembering-sessions.js';

/** Knows the owners `ada` and `eve` by their names; a token that reads as a code is refused with it. */
export class NamedOwners extends IdentityProvider {
  /** Tokens of those who wait for an answer that does not come. */
  static readonly NO_ANSWER = 'no-answer';

  override verify(token: string): Promise<AuthenticatedUser> {
    if (token === NamedOwners.NO_ANSWER) return new Promise(() => undefined);
    if (token === 'nobody') return Promise.resolve({ uid: '', isAdmin: false });
    if (token === 'ada' || token === 'eve') return Promise.resolve({ uid: token, isAdmin: false });
    if (token === 'KEYS_UNAVAILABLE') {
      return Promise.reject(new AppError('unavailable', token, 'The keys cannot be read.'));
    }
    if (token === 'BROKEN') return Promise.reject(new TypeError('a secret of the server'));
    return Promise.reject(new AppError('unauthenticated', token, 'The token is not good.'));
  }
}

/** In PCM any bytes are sound. */
const ANY_BYTES = { codec: 'pcm16', sample_rate: 16_000 };

/** The door on a real server and real sockets, before remembered sessions, with time that stands still. */
export class OmiDoorBench {
  readonly clock = new ManualClock();
  readonly metrics = new Metrics();
  readonly sessions = new RememberingSessions();
  readonly admission: LiveAdmission;
  readonly door: OmiDoor;
  private readonly server: Server = createServer();
  private readonly clients: OmiClient[] = [];

  private constructor(maxStreams: number) {
    const config: AppConfig = { ...loadConfig({}), live: { maxStreams } };
    const { clock, metrics } = this;
    this.admission = new LiveAdmission(config, new EventLoopLoad(clock), clock, metrics);
    const reception = new OmiReception(new NamedOwners(), this.admission, clock);
    this.server.on('upgrade', ({ url }, socket) => {
      if (url?.startsWith('/socket.io/')) socket.end("HTTP/1.1 418 Socket.IO's\r\n\r\n");
    });
    const http = { httpAdapter: { getHttpServer: () => this.server } };
    this.door = new OmiDoor(http as never, reception, this.sessions as never as LiveSessions, clock, metrics);
  }

  static async start({ maxStreams = 100 } = {}): Promise<OmiDoorBench> {
    const bench = new OmiDoorBench(maxStreams);
    bench.door.onApplicationBootstrap();
    await new Promise<void>((resolve) => bench.server.listen(0, '127.0.0.1', resolve));
    return bench;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Resolves when the handshake is through. */
  async connect(options: OmiClientOptions = { token: 'ada' }): Promise<OmiClient> {
    const query = { ...ANY_BYTES, ...options.query };
    const client = await OmiClient.connect(this.url, { ...options, query });
    this.clients.push(client);
    return client;
  }

  /** Resolves when the session behind it is open as well. */
  async stream(options: OmiClientOptions = {}): Promise<{ client: OmiClient; session: RememberedSession }> {
    const before = this.sessions.opened.length;
    const client = await this.connect({ token: 'ada', ...options });
    await vi.waitFor(() => expect(client.pings).toBeGreaterThan(0));
    return { client, session: this.sessions.opened[before]! };
  }

  /** The value of a metric, all its labels named as Prometheus shows them. */
  async metric(line: string): Promise<number> {
    const found = (await this.metrics.render()).split('\n').find((shown) => shown.startsWith(`${line} `));
    return Number(found?.split(' ').at(-1) ?? 0);
  }

  async stop(): Promise<void> {
    for (const client of this.clients) client.socket.terminate();
    const stopped = this.door.onModuleDestroy();
    await this.clock.advance(5_000);
    await stopped;
    await new Promise((resolve) => this.server.close(resolve));
  }
}
