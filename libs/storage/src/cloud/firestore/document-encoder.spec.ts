import { expect, it } from 'vitest';
import { DocumentEncoder } from './document-encoder.js';
import { emptyDocumentBytes, textBytes } from './document-size.js';
import { encodeFields } from './field-encoder.js';
import { isPacked, unpack } from './packed-field.js';

const PATH = 'users/ada/talks/t1';
const encoder = new DocumentEncoder([{ collection: 'talks', fields: [{ field: 'summary.text' }] }]);

it('counts the example of Firestore’s own documentation to the byte', async () => {
  // https://firebase.google.com/docs/firestore/storage-size: 147 bytes for this document.
  const { sizeBytes } = await new DocumentEncoder([]).encode('users/jeff/tasks/my_task_id', {
    type: 'Personal',
    done: false,
    priority: 1,
    description: 'Learn Cloud Firestore',
  });
  expect(sizeBytes).toBe(147);
});

it('counts texts in bytes, lists and maps by what they hold', () => {
  const sizeOf = (value: unknown) => encodeFields({ value }).get('value')!.sizeBytes;
  expect(sizeOf('ä👋')).toBe(2 + 4 + 1);
  expect(sizeOf(null)).toBe(1);
  expect(sizeOf(new Date(0))).toBe(8);
  expect(sizeOf(new Uint8Array(5))).toBe(5);
  expect(sizeOf([1, true, 'x'])).toBe(8 + 1 + 2);
  expect(sizeOf({ ab: 1, gone: undefined })).toBe(3 + 8);
  expect(emptyDocumentBytes('users/a')).toBe(6 + 2 + 16 + 32);
  expect(textBytes('')).toBe(1);
});

it('leaves a document alone that is small enough', async () => {
  const text = 'x'.repeat(800_000);
  const { fields } = await encoder.encode(PATH, { text });
  expect(fields.get('text')).toBe(text);
});

it('packs the largest field first and no more than it must', async () => {
  const body = { small: 'a'.repeat(300_000), large: 'b'.repeat(700_000), n: 1 };
  const { fields, sizeBytes } = await encoder.encode(PATH, body);
  expect(isPacked(fields.get('large'))).toBe(true);
  expect(await unpack(fields.get('large') as Buffer)).toBe(body.large);
  expect(fields.get('small')).toBe(body.small);
  expect(sizeBytes).toBeLessThan(900 * 1024);
});

it('packs other fields when the largest has an index', async () => {
  const body = { summary: { text: 'a'.repeat(700_000) }, rest: 'b'.repeat(300_000) };
  const { fields } = await encoder.encode(PATH, body);
  expect(fields.get('summary')).toEqual(body.summary);
  expect(isPacked(fields.get('rest'))).toBe(true);
});

it('gives back every kind of value out of a packed field', async () => {
  const value = {
    at: new Date('2026-03-05T16:00:00.123Z'),
    bytes: new Uint8Array([0, 255]),
    $date: 5,
    $map: { $bytes: 'no' },
    list: [null, true, -0.5, 'Grüße 👋', { deep: [new Date(0)] }],
    filler: 'x'.repeat(1_000_000),
  };
  const { fields } = await encoder.encode(PATH, { value });
  expect(isPacked(fields.get('value'))).toBe(true);
  expect(await unpack(fields.get('value') as Buffer)).toEqual(value);
});
