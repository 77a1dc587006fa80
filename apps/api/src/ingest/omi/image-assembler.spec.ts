import { describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { ImageAssembler } from './image-assembler.js';

const PICTURE = Buffer.from('the bytes of a picture');
const base64 = PICTURE.toString('base64');
const pieces = [base64.slice(0, 9), base64.slice(9, 20), base64.slice(20)];
const chunk = (index: number, id = 'a', total = pieces.length) => ({
  type: 'image_chunk',
  id,
  index,
  total,
  data: pieces[index] ?? 'AAAA',
});

describe('pictures in pieces', () => {
  const clock = new ManualClock();
  const assembler = () => new ImageAssembler(clock);
  const bytesOf = (image: { bytes: Uint8Array } | null) => image && Buffer.from(image.bytes).toString();

  it.each([
    [[0, 1, 2]], [[2, 1, 0]], [[1, 0, 2]], [[1, 1, 0, 0, 2]],
  ])('are put together whatever the order: %s', (order) => {
    const images = assembler();
    const answers = order.map((index) => images.take(chunk(index)));
    expect(answers.slice(0, -1).every((answer) => answer === null)).toBe(true);
    expect(bytesOf(answers.at(-1)!)).toBe(PICTURE.toString());
  }); // prettier-ignore

  it('are kept apart by their ids, and an id may be used again', () => {
    const images = assembler();
    for (const index of [0, 1]) for (const id of ['a', 'b']) expect(images.take(chunk(index, id))).toBeNull();
    expect(images.take(chunk(2, 'b'))?.id).toBe('b');
    expect(images.take(chunk(2, 'a'))?.id).toBe('a');
    expect([0, 1].map((index) => images.take(chunk(index, 'a')))).toEqual([null, null]);
    expect(bytesOf(images.take(chunk(2, 'a')))).toBe(PICTURE.toString());
  });

  it.each([
    ['a piece behind the end', { ...chunk(0), index: 3 }],
    ['another number of pieces', { ...chunk(1), total: 4 }],
  ])('cost only themselves: %s', (_, wrong) => {
    const images = assembler();
    images.take(chunk(0));
    images.take(chunk(0, 'other'));
    expect(images.take(wrong)).toBeNull();
    expect([1, 2].map((index) => images.take(chunk(index)))).toEqual([null, null]);
    images.take(chunk(1, 'other'));
    expect(images.take(chunk(2, 'other'))).not.toBeNull();
  });

  it.each([
    { ...chunk(0), id: '' },
    { ...chunk(0), id: 5 },
    { ...chunk(0), index: -1 },
    { ...chunk(0), index: 0.5 },
    { ...chunk(0), total: 0 },
    { ...chunk(0), total: 4_097 },
    { ...chunk(0), data: '' },
    { type: 'image_chunk' },
    null,
  ])('are no pieces when a field is wrong: %j', (wrong) => {
    const images = assembler();
    expect(images.take(wrong)).toBeNull();
    expect([0, 1, 2].map((index) => bytesOf(images.take(chunk(index)))).at(-1)).toBe(PICTURE.toString());
  });

  it('are given up when a piece is missing for a minute', async () => {
    const images = assembler();
    images.take(chunk(0));
    images.take(chunk(1));
    await clock.advance(60_000);
    expect(images.take(chunk(2))).toBeNull();
  });

  it('are at most fifty at a time: the oldest goes', () => {
    const images = assembler();
    for (let index = 0; index < 51; index += 1) images.take(chunk(0, `picture-${index}`));
    const complete = (id: string) => [1, 2].map((index) => images.take(chunk(index, id))).at(-1);
    expect(complete('picture-50')).not.toBeNull();
    expect(complete('picture-1')).not.toBeNull();
    expect(complete('picture-0')).toBeNull();
  });

  it('together take no more memory than a few of them need', () => {
    const images = assembler();
    const half = 'A'.repeat(6 * 1024 * 1024);
    const big = (id: string, index: number) => ({ id, index, total: 2, data: half });
    for (const id of ['a', 'b', 'c']) images.take(big(id, 0));
    expect(images.take(big('c', 1))).not.toBeNull();
    expect(images.take(big('a', 1))).toBeNull();
  });
});
