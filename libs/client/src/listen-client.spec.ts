import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { unpackFrames, type AudioAck, type WireError } from '#libs/contracts';
import { ListenClient } from './listen-client.js';
import type { ListenHandlers } from './listen-options.js';

type Ack = (answer: AudioAck | { error: WireError }) => void;

/** The server's side of the protocol in a few lines: one session, kept in memory, with a will of its own. */
class ScriptedServer {
  readonly frames: number[] = [];
  readonly handshakes: Record<string, unknown>[] = [];
  sessionId = 'session-1';
  /** Answers the next batches instead of taking them. */
  refusals: WireError[] = [];
  /** Refuses the next connections. */
  handshakeErrors: WireError[] = [];
  /** Takes the next batch and dies before it answers. */
  diesAfterTaking = false;
  private readonly http: HttpServer = createServer();
  private readonly io = new Server(this.http, { transports: ['websocket'] });

  async start(): Promise<string> {
    const namespace = this.io.of('/v4/listen');
    namespace.use((socket, next) => {
      this.handshakes.push({ ...socket.handshake.query, ...socket.handshake.auth });
      const error = this.handshakeErrors.shift();
      next(error && Object.assign(new Error(error.message), { data: error }));
    });
    namespace.on('connection', (socket) => this.serve(socket));
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`;
  }

  cut(): void {
    this.io.of('/v4/listen').disconnectSockets(true);
  }

  async stop(): Promise<void> {
    await this.io.close();
  }

  private serve(socket: Socket): void {
    socket.emit('session.ready', {
      session_id: this.sessionId,
      durable: this.frames.length,
      conversation_id: 'c',
    });
    socket.on('audio.batch', (firstSeq: number, packed: Uint8Array, ack: Ack) => {
      const refusal = this.refusals.shift();
      if (refusal) return ack({ error: refusal });
      unpackFrames(packed).forEach((frame, index) => {
        if (firstSeq + index === this.frames.length + 1) this.frames.push(Buffer.from(frame).readUInt32LE());
      });
      if (this.diesAfterTaking) {
        this.diesAfterTaking = false;
        return void socket.disconnect(true);
      }
      ack({ durable: this.frames.length });
    });
    socket.on('audio.end', (ack: (answer: { durable: number }) => void) =>
      ack({ durable: this.frames.length }),
    );
    socket.on('conversation.finalize', (ack: (answer: { conversation_id: string }) => void) =>
      ack({ conversation_id: 'c' }),
    );
  }
}

const busy: WireError = { code: 'SERVER_BUSY', message: 'Too many.', fatal: true, retry_after_ms: 20 };
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('the client of the Mneme protocol', () => {
  let server: ScriptedServer;
  let url: string;
  const clients: ListenClient[] = [];

  beforeEach(async () => {
    server = new ScriptedServer();
    url = await server.start();
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.close();
    await server.stop();
  });

  function clientOf(handlers: ListenHandlers = {}): ListenClient {
    const client = new ListenClient(
      { url, token: 't', codec: 'opus', sampleRate: 16_000, query: { language: 'de' }, batchMs: 5 },
      handlers,
    );
    clients.push(client);
    return client;
  }
  const write = (client: ListenClient, from: number, to: number) =>
    numbers(from, to).forEach((value) => client.write(new Uint8Array(Uint32Array.of(value).buffer)));

  it('says who it is and what it sends', async () => {
    await clientOf().connect();
    expect(server.handshakes).toMatchObject([
      { token: 't', codec: 'opus', sample_rate: '16000', language: 'de' },
    ]);
  });

  it('delivers every frame in order and says when it is durable', async () => {
    const durable = vi.fn();
    const client = clientOf({ durable });
    await client.connect();
    write(client, 1, 200);
    await client.settled();
    expect(server.frames).toEqual(numbers(1, 200));
    expect(durable).toHaveBeenLastCalledWith(200);
    expect(client.pendingBytes).toBe(0);
  });

  it('goes on with its session after the line was cut, without a frame twice or missing', async () => {
    const client = clientOf();
    await client.connect();
    write(client, 1, 50);
    await client.settled();
    server.cut();
    write(client, 51, 100);
    await client.settled();
    expect(server.frames).toEqual(numbers(1, 100));
    expect(server.handshakes.at(-1)).toMatchObject({ session_id: 'session-1' });
  });

  it('sends nothing twice that a server had taken when it died before answering', async () => {
    const client = clientOf();
    await client.connect();
    server.diesAfterTaking = true;
    write(client, 1, 30);
    await client.settled();
    expect(server.frames).toEqual(numbers(1, 30));
  });

  it('gives what was not durable to a new session when the old one is gone', async () => {
    const client = clientOf();
    await client.connect();
    write(client, 1, 20);
    await client.settled();
    server.sessionId = 'session-2';
    server.frames.length = 0;
    server.cut();
    write(client, 21, 40);
    await client.settled();
    expect(server.frames).toEqual(numbers(21, 40));
    expect(client.sessionId).toBe('session-2');
  });

  it('holds back when the server asks for it, and loses nothing', async () => {
    const client = clientOf();
    await client.connect();
    server.refusals = [{ code: 'BACKPRESSURE', message: 'Wait.', fatal: false, retry_after_ms: 10 }];
    write(client, 1, 1_200);
    await client.settled();
    expect(server.frames).toEqual(numbers(1, 1_200));
  });

  it('comes back later when the server is busy', async () => {
    server.handshakeErrors = [busy, busy];
    const connection = vi.fn();
    await clientOf({ connection }).connect();
    expect(server.handshakes).toHaveLength(3);
    expect(connection).toHaveBeenCalledWith('lost', expect.objectContaining({ code: 'SERVER_BUSY' }));
  });

  it('gives up on a refusal that waiting cannot mend', async () => {
    server.handshakeErrors = [{ code: 'TOKEN_INVALID', message: 'No.', fatal: true }];
    const connection = vi.fn();
    await expect(clientOf({ connection }).connect()).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
    expect(connection).toHaveBeenLastCalledWith('closed', expect.anything());
  });

  it('says that there is no server, when it shall not try for ever', async () => {
    await server.stop();
    const client = new ListenClient({
      url,
      token: 't',
      codec: 'opus',
      sampleRate: 16_000,
      connectAttempts: 1,
    });
    await expect(client.connect()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
  });

  it('asks for the end only when every frame is durable', async () => {
    const client = clientOf();
    await client.connect();
    write(client, 1, 60);
    await client.end();
    expect(server.frames).toHaveLength(60);
    expect(await client.finalize()).toBe('c');
  });

  it('tells those who wait that it was closed', async () => {
    const client = clientOf();
    await client.connect();
    server.refusals = [{ code: 'STORAGE_FULL', message: 'Full.', fatal: false }];
    write(client, 1, 5);
    const settled = client.settled();
    client.close();
    await expect(settled).rejects.toMatchObject({ code: 'CLIENT_CLOSED' });
    expect(() => client.write(Uint8Array.of(1))).toThrow('closed');
  });
});
