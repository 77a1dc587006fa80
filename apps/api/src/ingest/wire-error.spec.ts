import { expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { wireErrorOf } from './wire-error.js';

it('tells a device code, sentence, limits and when to try again', () => {
  const error = new AppError(
    'rate_limited',
    'BACKPRESSURE',
    'Too much is waiting.',
    { limit: 3 },
    { retryAfterMs: 500 },
  );
  expect(wireErrorOf(error)).toEqual({
    code: 'BACKPRESSURE',
    message: 'Too much is waiting.',
    fatal: false,
    details: { limit: 3 },
    retry_after_ms: 500,
  });
});

it('tells nothing of what nobody foresaw, and ends the socket', () => {
  const wire = wireErrorOf(new TypeError('cannot read property of the secret transcript'));
  expect(wire).toMatchObject({ code: 'INTERNAL', fatal: true });
  expect(JSON.stringify(wire)).not.toContain('secret');
});

it('ends the socket of a device that sends another codec than it announced', () => {
  expect(wireErrorOf(new AppError('invalid', 'CODEC_MISMATCH', ''))).toMatchObject({ fatal: true });
  expect(wireErrorOf(new AppError('invalid', 'BATCH_MALFORMED', ''))).toMatchObject({ fatal: false });
});
