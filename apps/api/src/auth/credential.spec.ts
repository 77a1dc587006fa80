import { describe, expect, it } from 'vitest';
import type { AppError } from '#libs/kernel';
import { credentialFrom } from './credential.js';

const codeOf = (header: string | undefined, allowBasic = false): string => {
  try {
    credentialFrom(header, allowBasic);
    return 'none';
  } catch (error) {
    return (error as AppError).code;
  }
};
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('the Authorization header', () => {
  it('gives the token of exactly two parts', () => {
    expect(credentialFrom('Bearer abc')).toBe('abc');
    expect(credentialFrom('bearer abc')).toBe('abc');
    for (const header of ['Bearer', 'Bearer ', 'Bearer  abc', 'Bearer a b', 'abc'])
      expect(codeOf(header)).toBe('TOKEN_INVALID');
  });

  it('says when it is missing', () => {
    expect(codeOf(undefined)).toBe('TOKEN_MISSING');
    expect(codeOf('')).toBe('TOKEN_MISSING');
  });

  it('gives the password of a browser where that is allowed, whatever the name, and colons included', () => {
    expect(credentialFrom(basic('me:to:ken'), true)).toBe('to:ken');
    expect(codeOf(basic('me:token'))).toBe('TOKEN_INVALID');
  });
});
