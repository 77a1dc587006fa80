import { expect, it } from 'vitest';
import { grammarOf } from './grammar.js';

const nounsOf = (text: string) => grammarOf(text).nouns().out('array') as string[];

it('tells what the words of a text are', () => {
  expect(grammarOf('The old wooden ladder').has('#Verb')).toBe(false);
  expect(grammarOf('He paints fences').has('#Verb')).toBe(true);
});

it('reads a sentence the same whatever was read before it', () => {
  const first = nounsOf('My sister gave the neighbours our old bikes, which stood in the shed.');
  for (const text of [
    'Tell my friend that he, she and I saw a client.',
    'If it rains, then we play chess, and while he cooks I read.',
  ])
    nounsOf(text);
  expect(nounsOf('My sister gave the neighbours our old bikes, which stood in the shed.')).toEqual(first);
  expect(first).toContain('My sister');
});
