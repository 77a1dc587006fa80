import { describe, expect, it } from 'vitest';
import { folderFor } from './folder.rules.js';

const notes = {
  title: 'Planning the Spring Catalogue',
  category: 'work' as const,
  retrieval: { people: ['anna'], topics: ['spring catalogue', 'stock forecast'], entities: [], dates: [] },
};
const folder = (id: string, name: string, description = '') => ({ id, name, description });

describe('the folder of a conversation', () => {
  it('is the one whose name says what it is about', () => {
    expect(folderFor(notes, [folder('h', 'Health'), folder('c', 'Catalogue')])).toBe('c');
    expect(folderFor(notes, [folder('h', 'Health'), folder('w', 'Work')])).toBe('w');
  });
  it('is the one whose description says it in several words', () =>
    expect(
      folderFor(notes, [folder('s', 'Shop', 'Everything about the catalogue, stock and forecast')]),
    ).toBe('s'));
  it('is none where only a word of a description agrees', () =>
    expect(folderFor(notes, [folder('g', 'Garden', 'What to plant in spring')])).toBeNull());
  it('is none where two fit as well', () =>
    expect(folderFor(notes, [folder('a', 'Catalogue'), folder('b', 'Catalogue')])).toBeNull());
  it('is none where there is none', () => expect(folderFor(notes, [])).toBeNull());
});
