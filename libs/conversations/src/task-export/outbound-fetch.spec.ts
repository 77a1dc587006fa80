import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppConfig } from '#libs/config';
import { isPrivateAddress, OutboundFetch } from './outbound-fetch.js';

const outbound = (mayReachPrivateAddresses: boolean) =>
  new OutboundFetch({ outbound: { mayReachPrivateAddresses } } as AppConfig);
const FORBIDDEN = { kind: 'forbidden', code: 'OUTBOUND_ADDRESS_FORBIDDEN' };

describe('calls to addresses that an account names', () => {
  let server: Server;
  let port: number;
  let calls: string[];
  beforeEach(async () => {
    calls = [];
    server = createServer((request, response) => {
      calls.push(`${request.method} ${request.url}`);
      if (request.url === '/moved') return response.writeHead(302, { location: '/secret' }).end();
      if (request.url === '/huge') return void response.end(Buffer.alloc(17 * 1024 * 1024));
      response.writeHead(207, { etag: '"1"' }).end('found');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => void server.close());

  it.each([
    'http://127.0.0.1:PORT/',
    'http://localhost:PORT/',
    'https://localhost:PORT/',
    'https://127.0.0.1:PORT/',
    'https://[::1]:PORT/',
    'https://[::ffff:127.0.0.1]:PORT/',
    'https://2130706433:PORT/',
    'https://0x7f.1:PORT/',
    'https://169.254.169.254/latest/meta-data/',
    'https://ada:secret@example.com/',
    'http://example.com/',
    'ftp://example.com/',
  ])('never reach %s', async (address) => {
    const call = outbound(false).fetch(address.replace('PORT', String(port)));
    await expect(call).rejects.toMatchObject(FORBIDDEN);
    expect(calls).toEqual([]);
  });

  it('reach the own network where that is allowed, and answer as fetch does', async () => {
    const answer = await outbound(true).fetch(`http://localhost:${port}/tasks`, {
      method: 'PROPFIND',
      body: 'x',
    });
    expect([answer.status, answer.headers.get('etag'), await answer.text()]).toEqual([207, '"1"', 'found']);
    expect(calls).toEqual(['PROPFIND /tasks']);
  });

  it('follow nobody elsewhere, and take no more than they can hold', async () => {
    expect((await outbound(true).fetch(`http://127.0.0.1:${port}/moved`)).status).toBe(302);
    await expect(outbound(true).fetch(`http://127.0.0.1:${port}/huge`)).rejects.toMatchObject({
      code: 'OUTBOUND_UNREACHABLE',
    });
    expect(calls).toEqual(['GET /moved', 'GET /huge']);
  });

  it('say that a server is away without quoting it', async () => {
    server.close();
    const call = outbound(true).fetch(`http://127.0.0.1:${port}/`);
    await expect(call).rejects.toMatchObject({ kind: 'unavailable', code: 'OUTBOUND_UNREACHABLE' });
  });
});

describe('private addresses', () => {
  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '0.0.0.0',
    'fd00::1',
    'fe80::1',
    '64:ff9b::7f00:1',
    '::ffff:10.0.0.1',
    'no address',
  ])('are known: %s', (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each(['1.1.1.1', '172.32.0.1', '2606:4700:4700::1111'])('are told from public ones: %s', (address) =>
    expect(isPrivateAddress(address)).toBe(false),
  );
});
