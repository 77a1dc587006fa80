import { describe, expect, it } from 'vitest';
import { contentsOf } from './facts.fixture.js';

describe("what is told of the owner's people", () => {
  it.each([
    ['My sister in Lyon is a midwife.', ["Sam's sister is a midwife"]],
    [
      'My cousin who lives in Oslo plays the accordion.',
      ["Sam's cousin lives in Oslo", "Sam's cousin plays the accordion"],
    ],
    ['My father-in-law keeps pigeons.', ["Sam's father-in-law keeps pigeons"]],
    ['The little one is frightened of balloons.', ["Sam's little one is frightened of balloons"]],
    ['My aunt left Poland in the sixties.', ["Sam's aunt left Poland in the sixties"]],
    ['My dad was a miner.', ["Sam's dad was a miner"]],
    ["Mum's hip was replaced last year.", ["Sam's mum had a hip replaced in 2025"]],
    ['My best mate Rob is deaf in one ear.', ["Sam's best mate Rob is deaf in one ear"]],
    [
      'Rob and I have been friends since primary school.',
      ['Sam and Rob have been friends since primary school'],
    ],
    ['My two boys are Finn and Cal.', ['Sam has two boys, Finn and Cal']],
  ])('"%s"', (line, contents) => {
    expect(contentsOf(line)).toEqual(expect.arrayContaining(contents));
  });
});

describe('short answers', () => {
  it.each([
    ['> Window or aisle?', 'Aisle, always.', ['Sam prefers aisle to window']],
    ['> Window or aisle?', 'Aisle today, please.', []],
    [
      '> Any allergies?',
      'Latex. And bee stings.',
      ['Sam is allergic to latex', 'Sam is allergic to bee stings'],
    ],
    ['> Do you have children?', 'Two girls, seven and nine.', ['Sam has two girls, seven and nine']],
    [
      '> Where are you from originally?',
      'A village outside Plovdiv.',
      ['Sam is from a village outside Plovdiv'],
    ],
    ['> How old is your daughter?', 'Eight.', ["Sam's daughter is eight (May 2026)"]],
    ['> How do you get to work?', 'By tram.', ['Sam goes to work by tram']],
  ])('"%s" and "%s"', (question, answer, contents) => {
    expect(contentsOf(question, answer)).toEqual(contents);
  });
});

describe('people whose names no dictionary holds', () => {
  it('are known when somebody calls or asks about them', () => {
    expect(contentsOf('> How is Eirik these days?', "Eirik sleeps at his father's every Wednesday.")).toEqual(
      ["Eirik sleeps at his father's every Wednesday"],
    );
  });

  it('do not lend their pronoun to the next one who is named', () => {
    expect(contentsOf('> Is Eirik well?', "Owain, he's a blacksmith, and he makes me laugh.")).toEqual([]);
  });
});

describe('what is for and against', () => {
  it.each([
    ["I'm dead against digital presses.", 'Sam is dead against digital presses'],
    ["I'm all for wind farms.", 'Sam is in favour of wind farms'],
    ['Yes, my two horses, Bracken and Pippin.', 'Sam has two horses, Bracken and Pippin'],
    ["I'm mad about salty liquorice, always have been.", 'Sam loves salty liquorice'],
    [
      "Nineteen years I've owned this print shop.",
      'Sam has owned the print shop since 2007 (nineteen years in 2026)',
    ],
    ["My print shop's on Soho Road.", "Sam's shop is on Soho Road"],
    ["I've been a vet on your payroll for six years.", 'Sam has been a vet since 2020 (six years in 2026)'],
  ])('"%s"', (line, content) => {
    expect(contentsOf(line)).toEqual([content]);
  });
});
