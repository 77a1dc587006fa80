import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { VendorSocket, type VendorSocketEvents } from './vendor-socket.js';

let http: Server;
let clients: WebSocket[];
let told: string[];

beforeEach(async () => {
  clients = [];
  told = [];
  http = createServer();
  const sockets = new WebSocketServer({ server: http, path: '/open' });
  sockets.on('connection', (client) => clients.push(client));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(async () => {
  for (const client of clients) client.terminate();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

const events: VendorSocketEvents = {
  onOpen: () => told.push('open'),
  onText: (text) => told.push(`text ${text.slice(0, 10)}`),
  onBinary: () => told.push('binary'),
  onPong: () => told.push('pong'),
  onRefused: (status, retryAfter) => told.push(`refused ${status} ${retryAfter}`),
  onClosed: (code) => told.push(`closed ${code}`),
};

function connect(path: string): VendorSocket {
  const { port } = http.address() as AddressInfo;
  return new VendorSocket(`ws://127.0.0.1:${port}${path}`, { Authorization: 'Token k' }, events);
}

describe('a socket to a vendor', () => {
  it('tells what comes, of which kind it is, and that the far end is there', async () => {
    const socket = connect('/open');
    await vi.waitFor(() => expect(told).toEqual(['open']));
    clients[0]!.send('hello');
    clients[0]!.send(Buffer.from([1]));
    await vi.waitFor(() => expect(told).toHaveLength(3));
    socket.ping();
    await vi.waitFor(() => expect(told).toEqual(['open', 'text hello', 'binary', 'pong']));
    socket.terminate();
  });

  it('tells the status of a refused handshake, and how long to wait, once', async () => {
    http.on('request', (_request, response) => response.writeHead(503).end());
    http.removeAllListeners('upgrade');
    http.on('upgrade', (_request, socket) =>
      socket.end('HTTP/1.1 429 Busy\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n'),
    );
    connect('/open');
    await vi.waitFor(() => expect(told).toEqual(['refused 429 9']));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toHaveLength(1);
  });

  it('tells the code with which the far end hung up', async () => {
    connect('/open');
    await vi.waitFor(() => expect(clients).toHaveLength(1));
    clients[0]!.close(4005);
    await vi.waitFor(() => expect(told.at(-1)).toBe('closed 4005'));
  });

  it('does not take a message that would fill the memory', async () => {
    connect('/open');
    await vi.waitFor(() => expect(clients).toHaveLength(1));
    clients[0]!.send('x'.repeat(5 * 1024 * 1024));
    await vi.waitFor(() => expect(told).toEqual(['open', 'closed 1006']));
  });

  it('says goodbye when it is terminated, and tells nothing afterwards', async () => {
    const socket = connect('/open');
    await vi.waitFor(() => expect(told).toEqual(['open']));
    const closed = once(clients[0]!, 'close');
    socket.terminate();
    clients[0]!.send('late');
    expect((await closed)[0]).toBe(1000);
    socket.send('dropped');
    expect(told).toEqual(['open']);
  });

  it('keeps none of the memory that it was given to send', async () => {
    const socket = connect('/open');
    await vi.waitFor(() => expect(told).toEqual(['open']));
    const received = once(clients[0]!, 'message');
    const bytes = new Uint8Array([1, 2, 3]);
    socket.send(bytes);
    bytes.fill(0);
    expect([...((await received)[0] as Buffer)]).toEqual([1, 2, 3]);
    socket.terminate();
  });
});
