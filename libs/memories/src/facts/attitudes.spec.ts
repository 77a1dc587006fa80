import { describe, expect, it } from 'vitest';
import { contentsOf } from './facts.fixture.js';

describe('idioms of liking, loathing and fearing', () => {
  it.each([
    ["I'm mad about gooseberries.", 'Sam loves gooseberries'],
    ['My wife is crazy about jigsaw puzzles.', "Sam's wife loves jigsaw puzzles"],
    ["I can't get enough of horseradish.", 'Sam loves horseradish'],
    ['Ginger biscuits are my weakness.', 'Sam loves ginger biscuits'],
    ['Nothing beats rye bread, if you ask me.', 'Sam loves rye bread'],
    ["I've got a thing for blue cheese.", 'Sam loves blue cheese'],
  ])('says in a plain verb what is loved: "%s"', (said, content) => {
    expect(contentsOf(said)).toEqual([content]);
  });

  it.each([
    ["I can't abide celery.", 'Sam cannot stand celery'],
    ['Liver makes me gag.', 'Sam cannot stand liver'],
    ['Coconut and I are not friends.', 'Sam cannot stand coconut'],
    ["I've never been able to eat tripe.", 'Sam cannot stand tripe'],
    ['I could never stomach herring, not even as a child.', 'Sam cannot stand herring'],
  ])('says in a plain verb what is loathed: "%s"', (said, content) => {
    expect(contentsOf(said)).toEqual([content]);
  });

  it.each([
    ['Deep water terrifies me.', 'Sam is afraid of deep water'],
    ['I panic in tunnels.', 'Sam is afraid of tunnels'],
    ["I've had a horror of moths ever since I was small.", 'Sam is afraid of moths'],
  ])('says in a plain verb what is feared: "%s"', (said, content) => {
    expect(contentsOf(said)).toEqual([content]);
  });

  it.each([
    "I can't stand here all day.",
    "I can't face the boxes today.",
    'That makes me gag.',
    'Give me the hammer.',
    'I live for the weekend, ha.',
    'This noise scares me.',
    'You can give me yours.',
  ])('takes no moment and no pointed-out thing for an attitude: "%s"', (said) => {
    expect(contentsOf(said)).toEqual([]);
  });
});
