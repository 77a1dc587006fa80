import { describe, expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { bothAnswers } from './search-answers.js';

const away = () => Promise.reject(new AppError('unavailable', 'STORAGE_UNAVAILABLE', 'Later.'));

describe('the answers of two searches', () => {
  it('come in the order of the searches', async () => {
    expect(await bothAnswers(Promise.resolve(['a']), Promise.resolve(['b', 'c']))).toEqual([
      ['a'],
      ['b', 'c'],
    ]);
  });

  it('leave out what a store that is away might have found', async () => {
    expect(await bothAnswers(away(), Promise.resolve(['b']))).toEqual([[], ['b']]);
  });

  it('are none when both stores are away, which is not the same as nothing found', async () => {
    await expect(bothAnswers(away(), away())).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
  });

  it('never hide a mistake', async () => {
    const wrong = new AppError('invalid', 'VECTOR_INVALID', 'No.');
    await expect(bothAnswers(Promise.resolve(['a']), Promise.reject(wrong))).rejects.toBe(wrong);
  });
});
