import { expect, it } from 'vitest';
import { PART_CHARACTERS, partsOf } from './photo-row.js';

it('is cut into parts that make up the whole again and can each be decoded', () => {
  const base64 = Buffer.alloc(2_000_000, 5).toString('base64');
  const parts = partsOf(base64);
  expect(parts.join('')).toBe(base64);
  expect(parts).toHaveLength(Math.ceil(base64.length / PART_CHARACTERS));
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')));
  expect(bytes.equals(Buffer.alloc(2_000_000, 5))).toBe(true);
});

it('has one part when it is small, even when there is nothing in it', () => {
  expect(partsOf('AAAA')).toEqual(['AAAA']);
  expect(partsOf('')).toEqual(['']);
});
