import { describe, expect, it } from 'vitest';
import { soundAlike, withNameAsKnown } from './names-by-sound.js';

describe('names by their sound', () => {
  it.each([
    ['Terence', 'Terrence'],
    ['when', 'Wen'],
    ['Cathrin', 'Katherine'],
    ['Stephen', 'Steven'],
    ['Garrett', 'Gareth'],
    ['Jon', 'John'],
    ['Filip', 'Philip'],
  ])('take %s for %s', (heard, name) => {
    expect(soundAlike(heard, name)).toBe(true);
  });

  it.each([
    ['Sam', 'Some'],
    ['Maria', 'Martin'],
    ['Peter', 'Petra'],
    ['Ann', 'Ian'],
    ['Robert', 'Rob'],
  ])('keep %s apart from %s', (heard, name) => {
    expect(soundAlike(heard, name)).toBe(false);
  });

  it('are written as they are known where somebody is called or named', () => {
    expect(withNameAsKnown('Come in, when, take a seat.', 'Wen')).toBe('Come in, Wen, take a seat.');
    expect(withNameAsKnown('Terence, can you help?', 'Terrence')).toBe('Terrence, can you help?');
    expect(withNameAsKnown('I told Garrett about it.', 'Gareth')).toBe('I told Gareth about it.');
  });

  it('leave words alone that are no names where they stand', () => {
    expect(withNameAsKnown('When somebody comes, ring me when you can.', 'Wen')).toBe(
      'When somebody comes, ring me when you can.',
    );
    expect(withNameAsKnown('Same here, the same as ever.', 'Sam')).toBe('Same here, the same as ever.');
  });
});
