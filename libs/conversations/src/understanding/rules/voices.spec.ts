import { describe, expect, it } from 'vitest';
import { attributeVoices } from './voices.js';

/** A pause before each, unless it begins with an ellipsis; `addressee` is whom the sentence calls by name. */
const voicesOf = (...said: (string | [text: string, addressee: string])[]) =>
  attributeVoices(
    said.map((line) => {
      const [text, addressee] = typeof line === 'string' ? [line, null] : line;
      const stems = new Set(text.toLowerCase().match(/\p{L}{4,}/gu));
      return {
        text: text.replace('… ', ''),
        opening: !text.startsWith('…'),
        question: text.endsWith('?'),
        addressee,
        stems,
      };
    }),
    { ownerName: 'Sam', pausesKnown: said.some((line) => line.includes('…')) },
  ).map(({ voice }) => voice);

describe('who speaks when voices were not told apart', () => {
  it('is another who calls the owner by name, and the owner who answers', () => {
    expect(voicesOf(['Sam, can you write the forecast?', 'Sam'], 'Sure, I can.')).toEqual(['other', 'owner']);
  });

  it('is the owner who gives his name, and another who asked for it', () => {
    expect(voicesOf('How can I help you?', 'Hello, my name is Sam.')).toEqual(['other', 'owner']);
  });

  it('is whoever is thanked by name right after', () => {
    expect(voicesOf('I can ring them.', ['Thanks, Tom.', 'Tom'])[0]).toBe('other');
    expect(voicesOf('It is all packed.', ['Thank you, Sam.', 'Sam'])).toEqual(['owner', 'other']);
  });

  it('is another who speaks of the owner', () => {
    expect(voicesOf('I told Sam about it already.')).toEqual(['other']);
  });

  it('goes on being one voice where nobody pauses, and changes where somebody does', () => {
    expect(
      voicesOf(
        ['Sam, the van is at the gate.', 'Sam'],
        '… The driver asks for the list.',
        'The list is on my desk.',
      ),
    ).toEqual(['other', 'other', 'owner']);
  });

  it('is told by what was said before when questions and answers alternate', () => {
    const talk = voicesOf(
      ['Sam, are you busy?', 'Sam'],
      'No, come in.',
      'Great, did the parcel for your wife arrive?',
      'Yes, I have it here.',
    );
    expect(talk).toEqual(['other', 'owner', 'other', 'owner']);
  });

  it('stays unknown where nothing tells', () => {
    expect(voicesOf('It rained all day.', 'The garden needs it.')).toEqual(['unknown', 'unknown']);
  });
});
