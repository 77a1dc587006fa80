import { describe, expect, it } from 'vitest';
import { meansOwner, plainLines, spokenLines, voiceNumberOf } from './voices-in-text.rules.js';

describe('who speaks in a text', () => {
  it('is read from the names in front of lines, and goes on until the next name', () => {
    const text = '[00:01] Speaker 1: Shall we meet?\n\nSpeaker 2: On Friday.\nAt nine, if that suits you.';
    expect(spokenLines(text)).toEqual([
      { label: 'Speaker 1', words: 'Shall we meet?' },
      { label: 'Speaker 2', words: 'On Friday.' },
      { label: 'Speaker 2', words: 'At nine, if that suits you.' },
    ]);
    const chat = spokenLines('Anna: Hi\nZoë Müller: Hello\nAnna: Bring the keys');
    expect(chat.map(({ label }) => label)).toEqual(['Anna', 'Zoë Müller', 'Anna']);
  });

  it('is nobody in particular where a colon follows no name', () => {
    const notes = 'Shopping: milk, eggs\nNote: call the dentist\nTime: 10:30 at the station';
    expect(spokenLines(notes).map(({ label }) => label)).toEqual([null, null, null]);
    expect(spokenLines(notes).map(({ words }) => words)).toEqual(notes.split('\n'));
    expect(spokenLines('See https://example.org: it is down')[0]!.label).toBeNull();
  });

  it('knows numbered voices and the words for the owner', () => {
    expect(voiceNumberOf('SPEAKER_07')).toBe(7);
    expect(voiceNumberOf('speaker 12')).toBe(12);
    expect(voiceNumberOf('Speakerphone')).toBeNull();
    expect(['You', 'me', 'ada'].map((label) => meansOwner(label, 'Ada'))).toEqual([true, true, true]);
    expect(meansOwner('Adam', 'Ada')).toBe(false);
  });

  it('loses no word of long lines and of very many short ones', () => {
    const long = 'The boiler is broken again. '.repeat(100).trim();
    const pieces = plainLines(long);
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.every(({ words }) => words.length <= 500)).toBe(true);
    expect(pieces.map(({ words }) => words).join(' ')).toBe(long);
    const unbroken = plainLines('x'.repeat(1_234));
    expect(unbroken.map(({ words }) => words).join('')).toBe('x'.repeat(1_234));
    const many = plainLines(Array.from({ length: 20_000 }, (_, line) => `l${line}`).join('\n'));
    expect(many.length).toBeLessThan(1_000);
    expect(
      many
        .map(({ words }) => words)
        .join('\n')
        .split('\n'),
    ).toHaveLength(20_000);
  });
});
