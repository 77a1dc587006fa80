import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Conversation } from '#libs/contracts';
import { readInTurns } from './read-in-turns.js';

const there = (id: string) => ({ id }) as Conversation;

describe('readInTurns', () => {
  it('answers those that are there, in the order asked for', async () => {
    const find = async (_ownerId: string, id: string) => {
      if (id === 'slow') await setImmediate();
      return id === 'gone' ? null : there(id);
    };
    expect(await readInTurns({ find }, 'ada', ['slow', 'gone', 'quick'])).toEqual([
      there('slow'),
      there('quick'),
    ]);
  });

  it('begins one reading in each turn of the event loop, without waiting for the ones before', async () => {
    const begun: string[] = [];
    let answer = () => {};
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const find = async (_ownerId: string, id: string) => {
      begun.push(id);
      await answered;
      return there(id);
    };
    const found = readInTurns({ find }, 'ada', ['a', 'b', 'c']);
    await Promise.resolve();
    const seen: number[] = [];
    while (begun.length < 3) {
      seen.push(begun.length);
      await setImmediate();
    }
    answer();
    expect(seen).toEqual([1, 2]);
    expect(await found).toHaveLength(3);
  });

  it('fails when one of them cannot be read', async () => {
    const find = (_ownerId: string, id: string) =>
      id === 'bad' ? Promise.reject(new Error('unreadable')) : Promise.resolve(there(id));
    await expect(readInTurns({ find }, 'ada', ['bad', 'good', 'better'])).rejects.toThrow('unreadable');
  });
});
