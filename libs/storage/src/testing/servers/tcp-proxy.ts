import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** What becomes of connections. `swallow` keeps them open and passes nothing on, as a network that loses every packet. */
type Weather = 'clear' | 'cut' | 'swallow';

/** Stands between a client and a real service on 127.0.0.1 and spoils the line when a test says so. */
export class TcpProxy {
  /** How often a client was turned away. */
  refusals = 0;
  private weather: Weather = 'clear';
  private losesAnswer = false;
  private onAnswerLost: (() => void) | undefined;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { readonly host: string; readonly port: number },
  ) {}

  /** `target` is `host:port`. */
  static async start(target: string): Promise<TcpProxy> {
    const [host = '', port = ''] = target.split(':');
    const server = createServer();
    const proxy = new TcpProxy(server, { host, port: Number(port) });
    server.on('connection', (client) => proxy.accept(client));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** `host:port`, for the client. */
  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Ends all connections and refuses new ones. */
  cut(): void {
    this.weather = 'cut';
    for (const socket of this.sockets) socket.destroy();
  }

  swallow(): void {
    this.weather = 'swallow';
  }

  mend(): void {
    this.weather = 'clear';
  }

  /** What the client asks next reaches the service, but its connection ends before the answer does. Resolves when that has happened. */
  loseNextAnswer(): Promise<void> {
    this.losesAnswer = true;
    return new Promise((resolve) => {
      this.onAnswerLost = resolve;
    });
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.weather === 'cut') {
      this.refusals += 1;
      client.destroy();
      return;
    }
    const service = connect(this.target);
    this.track(client);
    this.track(service);
    client.on('data', (bytes) => this.weather === 'clear' && service.write(bytes));
    client.on('close', () => service.end());
    service.on('close', () => client.destroy());
    service.on('data', (bytes) => this.answer(client, bytes));
  }

  /** The service keeps its side of the connection, so that it finishes what it was asked. */
  private answer(client: Socket, bytes: Buffer): void {
    if (this.losesAnswer) {
      this.losesAnswer = false;
      client.removeAllListeners('close').destroy();
      this.onAnswerLost?.();
    } else if (this.weather === 'clear' && !client.destroyed) {
      client.write(bytes);
    }
  }

  private track(socket: Socket): void {
    this.sockets.add(socket);
    // A broken line is what this is for.
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }
}
