import { lookup } from 'node:dns';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { AppError } from '#libs/kernel';

/** Longer than a slow server takes to list some thousand tasks. */
const TIMEOUT_MS = 30_000;
/** Some ten thousand tasks. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Everything that is not the public internet: this machine, its network, and what leads there by another spelling (RFC 6890, RFC 6052). */
const NOT_PUBLIC = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12],
  ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const) NOT_PUBLIC.addSubnet(net, bits, 'ipv4'); // prettier-ignore
for (const [net, bits] of [
  ['::', 128], ['::1', 128], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 23], ['2001:db8::', 32],
  ['2002::', 16], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8],
] as const) NOT_PUBLIC.addSubnet(net, bits, 'ipv6'); // prettier-ignore

/** Whether an address is anywhere but on the public internet. What is no address counts as not public. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address);
  return version === 0 || NOT_PUBLIC.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Calls servers that an account names. The address that was looked at is the one that is called, so a name that changes its mind in between
 * leads nowhere else; redirects come back as they are. Errors: `forbidden` OUTBOUND_ADDRESS_FORBIDDEN; `unavailable` OUTBOUND_UNREACHABLE.
 */
@Injectable()
export class OutboundFetch {
  private readonly mayReachPrivate: boolean;

  constructor(config: AppConfig) {
    this.mayReachPrivate = config.outbound.mayReachPrivateAddresses;
  }

  /** As the global `fetch`, for bodies of text. */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    this.check(url);
    const answer = await this.send(url, init).catch((error: unknown) => {
      throw error instanceof AppError ? error : unreachable();
    });
    const { statusCode = 502, headers } = answer;
    const body = await textOf(answer);
    const fields = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    );
    const isBodiless = statusCode === 204 || statusCode === 304;
    return new Response(isBodiless ? null : body, {
      status: statusCode,
      headers: fields as [string, string][],
    });
  };

  private check(url: URL): void {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const isWeb = url.protocol === 'https:' || (url.protocol === 'http:' && this.mayReachPrivate);
    const isOwn = isIP(host) !== 0 && isPrivateAddress(host);
    if (!isWeb || url.username !== '' || (isOwn && !this.mayReachPrivate)) throw forbidden();
  }

  private send(url: URL, init: RequestInit): Promise<IncomingMessage> {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    return new Promise((resolve, reject) => {
      const request = send(
        url,
        { method: init.method ?? 'GET', headers, signal, lookup: this.lookup },
        resolve,
      );
      request.once('error', reject);
      request.end(typeof init.body === 'string' ? init.body : undefined);
    });
  }

  private readonly lookup: LookupFunction = (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const isAllowed = this.mayReachPrivate || addresses.every(({ address }) => !isPrivateAddress(address));
      if (!isAllowed) return callback(forbidden() as Error, '');
      if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of answer as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > MAX_ANSWER_BYTES) throw unreachable();
      pieces.push(piece);
    }
  } catch {
    throw unreachable();
  }
  return Buffer.concat(pieces).toString();
}

function forbidden(): AppError {
  return new AppError(
    'forbidden',
    'OUTBOUND_ADDRESS_FORBIDDEN',
    'This address must not be called. Name an https:// address on the internet; for a server in your own network, whoever runs Mneme can set OUTBOUND_PRIVATE_ADDRESSES=allow.',
  );
}

function unreachable(): AppError {
  return new AppError(
    'unavailable',
    'OUTBOUND_UNREACHABLE',
    'That server cannot be reached, or does not answer as it should. Check its address and whether it runs.',
  );
}
