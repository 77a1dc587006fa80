import { expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { explainStartFailure } from './start-failure.js';

it('explains a port in use in one line that says what to do', () => {
  const error = Object.assign(new Error('listen EADDRINUSE'), {
    code: 'EADDRINUSE',
    port: 8088,
    address: '127.0.0.1',
  });
  expect(explainStartFailure(error)).toBe(
    'mneme: port 8088 on 127.0.0.1 is in use; stop what uses it or set PORT to another one.',
  );
});

it('shows the sentence of an expected failure without a stack', () => {
  const error = new AppError('unavailable', 'DATA_DIR_UNWRITABLE', 'The data folder /x cannot be written.');
  expect(explainStartFailure(error)).toBe('mneme: The data folder /x cannot be written.');
});

it('shows the stack of what nobody foresaw', () => {
  expect(explainStartFailure(new TypeError('boom'))).toContain('TypeError: boom');
});
