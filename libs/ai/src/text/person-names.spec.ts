import { describe, expect, it } from 'vitest';
import { findPersonNames, isFirstName } from './person-names.js';

describe('names of people', () => {
  it('are first names of the dictionary, and surnames after a title', () => {
    expect(findPersonNames('Anna asked Doctor Moss and James about it.')).toEqual([
      'Anna',
      'Doctor Moss',
      'James',
    ]);
  });

  it.each(['José', 'Inês', 'María', 'Priya'])(
    'are known with their accents and beyond the dictionary: %s',
    (name) => {
      expect(isFirstName(name)).toBe(true);
    },
  );

  it.each(['Kitchen', 'Yesterday', 'Talked', 'London', 'Slough', 'Hope', 'Mum'])(
    'are not what speech uses otherwise: %s',
    (word) => {
      expect(isFirstName(word)).toBe(false);
    },
  );

  it('are not those of streets and towns', () => {
    expect(findPersonNames('We met in Madison, near Charlotte Street.')).toEqual([]);
  });
});
