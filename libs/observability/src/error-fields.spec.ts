import { describe, expect, it } from 'vitest';
import { AppError, toAppError } from '#libs/kernel';
import { errorFields } from './error-fields.js';

describe('errorFields', () => {
  it('gives code and kind of an error that was foreseen, and no stack', () => {
    const error = new AppError('unavailable', 'VENDOR_DOWN', 'Try again later.');
    expect(errorFields(error)).toEqual({ 'error.code': 'VENDOR_DOWN', 'error.kind': 'unavailable' });
  });

  it('gives class and places of an unforeseen error, but none of its message', () => {
    const thrown = new TypeError('I said this\n    at my desk:1:1\nand this');
    for (const fields of [errorFields(thrown), errorFields(toAppError(thrown))]) {
      expect(fields).toMatchObject({ 'error.code': 'INTERNAL', 'error.kind': 'bug' });
      expect(fields['error.stack']).toMatch(/^TypeError\n {4}at .*error-fields\.spec\.ts:\d+:\d+/);
      expect(fields['error.stack']).not.toMatch(/said|desk|this/);
    }
  });

  it('gives no text of a message that was changed after the error was made', () => {
    const thrown = new Error('I said this');
    thrown.message = 'rewritten';
    expect(errorFields(thrown)['error.stack']).not.toMatch(/said|rewritten/);
  });

  it('copes with things thrown that are no errors', () => {
    expect(errorFields('I said this')).not.toMatchObject({
      'error.stack': expect.stringContaining('said') as string,
    });
  });
});
