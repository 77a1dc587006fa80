import { createHash, createVerify, type KeyObject } from 'node:crypto';
import type { ProtocolRequest } from './protocol-server.js';

/** What is wrong with a V4 signed GET, by Google's code for it; null when it is good. */
export function signedUrlFault(
  { method, path, query, headers }: ProtocolRequest,
  publicKey: KeyObject | undefined,
  nowMs: number,
): string | null {
  const date = query.get('X-Goog-Date') ?? '';
  const signedAtMs = Date.parse(
    date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const expiresSeconds = Number(query.get('X-Goog-Expires'));
  if (query.get('X-Goog-Algorithm') !== 'GOOG4-RSA-SHA256' || Number.isNaN(signedAtMs)) return 'AccessDenied';
  if (!(expiresSeconds > 0 && expiresSeconds <= 604_800)) return 'AuthenticationRequired';
  if (nowMs >= signedAtMs + expiresSeconds * 1_000) return 'ExpiredToken';
  if (!publicKey) return null;
  const signedHeaders = query.get('X-Goog-SignedHeaders')!;
  const canonical = [
    method,
    path,
    canonicalQuery(query),
    ...signedHeaders.split(';').map((name) => `${name}:${headerOf(name, headers)}`),
    '',
    signedHeaders,
    'UNSIGNED-PAYLOAD',
  ].join('\n');
  const scope = query.get('X-Goog-Credential')!.split('/').slice(1).join('/');
  const hash = createHash('sha256').update(canonical).digest('hex');
  const signed = ['GOOG4-RSA-SHA256', date, scope, hash].join('\n');
  const signature = Buffer.from(query.get('X-Goog-Signature') ?? '', 'hex');
  const isGood = createVerify('RSA-SHA256').update(signed).verify(publicKey, signature);
  return isGood ? null : 'SignatureDoesNotMatch';
}

/** Every parameter but the signature, in order, encoded as RFC 3986 says. */
function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== 'X-Goog-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Google's client signs the host without its port, since Google's own has none to name. */
function headerOf(name: string, headers: ProtocolRequest['headers']): string {
  const value = String(headers[name] ?? '');
  return name === 'host' ? value.replace(/:\d+$/, '') : value;
}
