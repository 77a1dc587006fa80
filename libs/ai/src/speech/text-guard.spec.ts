import { describe, expect, it } from 'vitest';
import { plausibleText } from './text-guard.js';

describe('plausible text', () => {
  it('keeps what people say, trimmed', () => {
    expect(plausibleText(' I would like to book a table for two. ', 2_500)).toBe(
      'I would like to book a table for two.',
    );
    expect(plausibleText('No.', 160)).toBe('No.');
  });

  it('keeps repetitions that were said at a human pace', () => {
    expect(plausibleText('No, no, no, no, no, no, no, no!', 2_000)).toBe('No, no, no, no, no, no, no, no!');
    const drill = 'the rain in Spain. '.repeat(6).trim();
    expect(plausibleText(drill, 6_500)).toBe(drill);
  });

  it('drops a decoder that ran in circles', () => {
    expect(plausibleText('to John to John to John to John', 500)).toBe('');
    expect(plausibleText("I'm sorry. I'm sorry. I'm sorry. I'm sorry. I'm sorry.", 800)).toBe('');
    expect(plausibleText('ha ha ha ha ha ha ha ha ha ha ha ha ha ha', 600)).toBe('');
  });

  it('keeps what was said before the circle began, and one round', () => {
    const text = 'the meeting with all of the partners is at nine tomorrow and so and so and so and so';
    expect(plausibleText(text, 2_500)).toBe(
      'the meeting with all of the partners is at nine tomorrow and so',
    );
  });

  it('drops more text than fits the time', () => {
    expect(plausibleText('Thank you very much for watching and see you in the next one', 300)).toBe('');
  });

  it('drops what has neither letter nor digit', () => {
    expect(plausibleText(' ... ', 1_000)).toBe('');
    expect(plausibleText('♪♪', 1_000)).toBe('');
    expect(plausibleText('42', 1_000)).toBe('42');
  });
});
