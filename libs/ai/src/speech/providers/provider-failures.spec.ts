import { describe, expect, it } from 'vitest';
import { failureOfStatus, retryAfterMsOf } from './provider-failures.js';

describe('what a status of a provider means', () => {
  it.each([
    [401, 'unavailable', 'SPEECH_CREDENTIALS_REFUSED'],
    [403, 'unavailable', 'SPEECH_CREDENTIALS_REFUSED'],
    [402, 'rate_limited', 'SPEECH_QUOTA_EXHAUSTED'],
    [429, 'rate_limited', 'SPEECH_RATE_LIMITED'],
    [400, 'unavailable', 'SPEECH_REQUEST_REFUSED'],
    [404, 'unavailable', 'SPEECH_REQUEST_REFUSED'],
    [408, 'unavailable', 'SPEECH_UNAVAILABLE'],
    [500, 'unavailable', 'SPEECH_UNAVAILABLE'],
    [503, 'unavailable', 'SPEECH_UNAVAILABLE'],
  ])('%i is %s, %s', (status, kind, code) => {
    expect(failureOfStatus('deepgram', status)).toMatchObject({
      kind,
      code,
      details: { provider: 'deepgram' },
    });
  });

  it('is waited for as long as the provider asks for, and ten seconds where it does not', () => {
    expect(failureOfStatus('deepgram', 429, 2_500).retryAfterMs).toBe(2_500);
    expect(failureOfStatus('deepgram', 429).retryAfterMs).toBe(10_000);
  });

  it('is not knocked at again soon while a person has to put something right', () => {
    for (const status of [400, 401, 402]) {
      expect(failureOfStatus('deepgram', status).retryAfterMs).toBe(15 * 60_000);
    }
  });
});

describe('a Retry-After header', () => {
  const nowMs = Date.UTC(2026, 10, 23, 4, 0, 0);

  it.each([
    ['3', 3_000],
    ['0.5', 500],
    ['Mon, 23 Nov 2026 04:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 03:59:00 GMT', undefined],
    ['-1', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
    [null, undefined],
  ])('%j means %j ms', (header, waitMs) => {
    expect(retryAfterMsOf(header, nowMs)).toBe(waitMs);
  });
});
